import Foundation

/// Searches everything below a directory for secrets, as they are and as programs write them: percent-encoded, JSON-
/// escaped, in hex, in base64 at each of its three places. Files are searched as bytes, databases and pictures too, and
/// names of files as well.
public struct CanarySearch: Sendable {
    /// A secret that was found.
    public struct Sighting: Sendable, Hashable, CustomStringConvertible {
        /// The secret's name; its value is not repeated.
        public let name: String
        /// How it was written, as `hex`.
        public let form: String
        /// The file.
        public let file: String

        /// In words.
        public var description: String { "\(name) in \(form) in \(file)" }
    }

    /// The search could not be made.
    public struct Failure: Error, CustomStringConvertible {
        /// Why.
        public let description: String
    }

    private let patterns: [String: (name: String, form: String)]

    /// A search for values by their names. Each should be twelve bytes or more and not occur by chance.
    public init(_ canaries: [String: String]) {
        var patterns: [String: (name: String, form: String)] = [:]
        for (name, value) in canaries {
            for (form, text) in Self.forms(of: value) where patterns[text] == nil {
                patterns[text] = (name, form)
            }
        }
        self.patterns = patterns
    }

    /// Each way of writing a value with its name; base64's without the characters that depend on what stands around.
    public static func forms(of value: String) -> [(form: String, text: String)] {
        let bytes = Array(value.utf8)
        func hex(_ format: String) -> String { bytes.map { String(format: format, $0) }.joined() }
        let percent = bytes.map { byte in
            let isPlain =
                byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte))
            return isPlain || "-._~".utf8.contains(byte)
                ? String(Unicode.Scalar(byte)) : String(format: "%%%02X", byte)
        }.joined()
        let json = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        var forms = [
            ("raw", value), ("percent", percent), ("json", json), ("json/", json.replacing("/", with: "\\/")),
            ("json+", json.replacing("+", with: "\\u002B")), ("json+", json.replacing("+", with: "\\u002b")),
            ("percent", percent.replacing(/%[0-9A-F]{2}/) { String($0.output).lowercased() }),
            ("hex", hex("%02x")), ("HEX", hex("%02X")),
        ]
        for place in 0..<3 {
            let text = Data([UInt8](repeating: 0, count: place) + bytes).base64EncodedString()
            let whole = (place + bytes.count) * 8 / 6
            let inner = String(text.prefix(whole).dropFirst((place * 8 + 5) / 6))
            forms.append(("base64+\(place)", inner))
            forms.append(("base64url+\(place)", inner.replacing("+", with: "-").replacing("/", with: "_")))
        }
        return forms
    }

    /// Everything found below a directory.
    ///
    /// - Throws: `Failure` when a file can't be read: what was not looked at is not clean.
    public func sightings(under directory: String) throws -> Set<Sighting> {
        let place = try TemporaryDirectory("canaries")
        let list = try place.write(patterns.keys.sorted().joined(separator: "\n") + "\n", "patterns")
        var found: Set<Sighting> = []
        for line in try Self.grep(list, directory).split(separator: 0x0A) {
            let parts = line.split(separator: 0, maxSplits: 1)
            guard parts.count == 2 else { throw Failure(description: "grep said something odd") }
            add(String(decoding: parts[1], as: UTF8.self), String(decoding: parts[0], as: UTF8.self), &found)
        }
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            for pattern in patterns.keys where name.contains(pattern) { add(pattern, name, &found) }
        }
        return found
    }

    private func add(_ pattern: String, _ file: String, _ found: inout Set<Sighting>) {
        guard let (name, form) = patterns[pattern] else { return }
        found.insert(Sighting(name: name, form: form, file: file))
    }

    private static func grep(_ patterns: String, _ directory: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // -a: a database is searched as a text is; -o: which of the patterns it was.
        process.arguments = [
            "LC_ALL=C", "grep", "-r", "-a", "-o", "-H", "-Z", "-F", "-f", patterns, directory,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        // "1 if no lines were selected".
        guard process.terminationStatus <= 1 else {
            throw Failure(description: "something below \(directory) could not be searched")
        }
        return text
    }
}
