import Dataset

/// JSON reading: what is read and written again is the same value.
let jsonTarget = FuzzTarget(
    name: "json",
    seeds: {
        [
            #"{"images":[{"filename":"a.png","n":-12.5e-3,"t":true,"f":false,"z":null}],"é":"\u00e9\ud83d\ude00\n"}"#,
            "[]", "\u{FEFF} [1, 9223372036854775807, -9223372036854775808, 1e308, 5e-324, 0.1]",
            #""\"\\\/\b\f\n\r\t\u0000""#,
            String(repeating: "[", count: 127) + String(repeating: "]", count: 127),
        ].map { Array($0.utf8) }
    },
    dictionary: [
        "true", "false", "null", "\\u0000", "\\ud83d\\ude00", "\\\"", "1e999", "-0", "\u{FEFF}", "{\"a\":",
        "[{",
    ]
) { input in
    guard let value = try? JSONValue(parsing: input) else { return }
    for pretty in [false, true] {
        guard try JSONValue(parsing: value.text(pretty: pretty)) == value else {
            throw Finding("another value is read from what was written (pretty: \(pretty)): \(value.text())")
        }
    }
}

/// A fault that the fuzzer must find, or it is blind: only a build whose parsers count what they execute leads to it.
let plantedTarget = FuzzTarget(name: "planted", seeds: { [Array("{}".utf8)] }) { input in
    if let value = try? JSONValue(parsing: input), value.members?.isEmpty == false {
        throw Finding("the planted fault")
    }
}
