import Dataset

@testable import Pack
@testable import Trainer

/// The trainer's scanner, held against the JSON reader; and the reader of payloads that were written here, held against
/// the scanner.
let payloadTarget = FuzzTarget(
    name: "payload",
    seeds: {
        [
            #"{"images":[{"filename":"a.png","data":"iVBORw==","caption":"a \"boat\" é"}],"output_name":"boat"}"#,
            #"{"images":[{"filename":"a.png","data":"iVBO","caption":""},{"filename":"b","data":"","caption":"\u00e9"}]}"#,
            #"{ "output_name" : "x", "resolution": [512, 512], "seed": 1.5e3, "images": [ {} , 1, [] ] }"#,
        ].map { Array($0.utf8) }
    },
    dictionary: [
        "\"images\"", "\"filename\"", "\"data\"", "\"caption\"", "\"resolution\"", "{\"images\":[",
        ",\"data\":",
        ",\"caption\":", "\\\"", "\\\\", "\\u00e9", "}]", "],",
    ]
) { input in
    payloadFile.write(input)
    var limits = PayloadLimits()
    (limits.picture, limits.value, limits.parameter) = (1 << 12, 1 << 12, 1 << 12)
    var scanner = try PayloadScanner(path: payloadFile.path, limits: limits)
    defer { try? scanner.close() }
    var scanned: JSONValue?
    do {
        let value = try scanner.peek() == UInt8(ascii: "{") ? object(&scanner, depth: 0) : scanner.value()
        try scanner.end()
        scanned = value
    } catch let error as PayloadSyntaxError {
        guard (0...input.count).contains(error.offset) else {
            throw Finding("an error at byte \(error.offset) of \(input.count)")
        }
    }
    if let scanned {
        guard (try? JSONValue(parsing: input)) == scanned else {
            throw Finding("the scanner took what is not JSON")
        }
    }
    var reader = PayloadReader(payloadFile.path)
    guard try isOurs(&reader) else { return }
    if reader.offset > input.count { throw Finding("\(reader.offset) bytes read of \(input.count)") }
}

private let payloadFile = InputFile()

/// As the inspection takes bodies apart: two levels by the scanner, the rest by the JSON reader.
private func object(_ scanner: inout PayloadScanner, depth: Int) throws -> JSONValue {
    var members: [JSONValue.Member] = []
    try scanner.object { scanner, key in
        guard depth < 2, try scanner.peek() == UInt8(ascii: "[") else {
            return members.append(.init(key, try scanner.value()))
        }
        var elements: [JSONValue] = []
        try scanner.array { scanner, index in
            if index != elements.count { throw Finding("element \(index) comes as number \(elements.count)") }
            let isObject = try scanner.peek() == UInt8(ascii: "{")
            elements.append(try isObject ? object(&scanner, depth: depth + 1) : scanner.value())
        }
        members.append(.init(key, .array(elements)))
    }
    return .object(members)
}

/// Whether the pictures are written as `PayloadWriter` does.
private func isOurs(_ reader: inout PayloadReader) throws -> Bool {
    do {
        try reader.expect("{\"images\":[")
        repeat {
            for key in ["{\"filename\":", ",\"data\":", ",\"caption\":"] {
                try reader.expect(key)
                var end: UInt8?
                try reader.string { if let last = $0.last { end = last } }
                if end == UInt8(ascii: "\"") { continue }
            }
            try reader.expect("}")
            guard try reader.peek() == UInt8(ascii: ",") else { break }
            try reader.expect(",")
        } while true
        try reader.expect("]")
        _ = try reader.rest(limit: 1 << 12)
        return true
    } catch is PayloadReader.Broken {
        return false
    }
}
