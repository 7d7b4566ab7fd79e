import Dataset
import MusubiAPI

/// What a trainer would find in a body: its parameters, its pictures, and everything wrong with either.
struct PayloadInspection: Sendable {
    /// Nil when they are refused.
    private(set) var parameters: TrainingParameters?
    /// Every fault, in the order of the body.
    private(set) var faults: [UploadFault] = []
    /// Name and size of the pictures that could be decoded.
    private(set) var pictures: [(name: String, size: PixelSize)] = []
    private var names = NameInspection()
    /// The most bytes that one picture may take in the body.
    private static let pictureLimit = 96 << 20

    /// Reads a body from disk, one picture at a time. Called on a thread that may block. Throws when the file
    /// cannot be read; whatever is wrong with its content is a fault.
    init(path: String) throws {
        var scanner = try PayloadScanner(path: path, valueLimit: Self.pictureLimit)
        do {
            try inspect(&scanner)
            try scanner.close()
        } catch let error as PayloadSyntaxError {
            parameters = nil
            faults.append(.notJSON(error))
            try scanner.close()
        }
    }

    /// The pictures that a trainer would resize, as log lines; one of a bucket's size is resized by some.
    var resized: [String] {
        guard let resolution = parameters?.resolution else { return [] }
        let square = PixelSize(width: resolution.side, height: resolution.side)
        let buckets = Buckets(resolution)
        return pictures.filter { $0.size != square }.map { picture in
            let fate =
                buckets.contains(picture.size)
                ? "fits a bucket; a trainer without buckets would resize it to \(square)"
                : "would be resized to \(square)"
            return "\(picture.name) is \(picture.size) and \(fate)"
        }
    }

    private mutating func inspect(_ scanner: inout PayloadScanner) throws {
        guard try scanner.peek() == UInt8(ascii: "{") else {
            let given = try scanner.value()
            faults.append(UploadFault("model_attributes_type", [], "Input should be an object", input: given))
            return try scanner.end()
        }
        var members: [JSONValue.Member] = []
        var count: Int?
        try scanner.object { scanner, key in
            if key == "images" {
                count = try images(&scanner)
            } else {
                members.append(.init(key, try scanner.value()))
            }
        }
        try scanner.end()
        if count == nil { faults.append(.missing(["images"])) }
        if count == 0 {
            faults.append(
                UploadFault(
                    "too_short", ["images"], "List should have at least 1 item, not 0", input: .array([])))
        }
        let body = JSONValue.object(members)
        do throws(ParameterFaults) {
            parameters = try TrainingParameters(body: body)
        } catch {
            faults += error.faults.map { .parameter($0, in: body) }
        }
    }

    private mutating func images(_ scanner: inout PayloadScanner) throws -> Int? {
        guard try scanner.peek() == UInt8(ascii: "[") else {
            faults.append(
                UploadFault("list_type", ["images"], "Input should be a list", input: try scanner.value()))
            return -1
        }
        var count = 0
        try scanner.array { scanner, index in
            count += 1
            try picture(&scanner, ["images", .int(Int64(index))])
        }
        return count
    }

    private mutating func picture(_ scanner: inout PayloadScanner, _ place: [JSONValue]) throws {
        guard try scanner.peek() == UInt8(ascii: "{") else {
            return faults.append(
                UploadFault("dict_type", place, "Input should be an object", input: try scanner.value()))
        }
        var name: String?
        var size: PixelSize?
        var missing: Set<String> = ["filename", "data", "caption"]
        try scanner.object { scanner, key in
            missing.remove(key)
            switch key {
            case "filename": name = text(try scanner.value(), place + ["filename"])
            case "caption": _ = text(try scanner.value(), place + ["caption"])
            case "data": size = data(try scanner.raw(), place + ["data"])
            default: _ = try scanner.raw()
            }
        }
        faults += missing.sorted().map { .missing(place + [.string($0)]) }
        guard let name else { return }
        if let reason = names.take(name) {
            faults.append(.value(place + ["filename"], reason, input: .string(name)))
        }
        if let size { pictures.append((name, size)) }
    }

    private mutating func text(_ value: JSONValue, _ place: [JSONValue]) -> String? {
        if let text = value.string { return text }
        faults.append(UploadFault("string_type", place, "Input should be a valid string", input: value))
        return nil
    }

    private mutating func data(_ raw: [UInt8], _ place: [JSONValue]) -> PixelSize? {
        do throws(PictureInspection.Unfit) {
            return try PictureInspection.size(of: PictureInspection.bytes(ofJSONString: raw))
        } catch {
            let start = String(decoding: raw.prefix(40), as: UTF8.self)
            faults.append(.value(place, error.reason, input: .string(start + (raw.count > 40 ? "…" : ""))))
            return nil
        }
    }
}
