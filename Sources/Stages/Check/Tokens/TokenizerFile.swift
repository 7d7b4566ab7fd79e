import Foundation
import Store

/// The bytes of a tokenizer file, and of which kind it is.
enum TokenizerFile {
    /// 64 MiB: Qwen2's tokenizer.json has 7 MB, and the largest vocabularies in use stay under 40 MB.
    static let limit = 64 << 20

    /// Reads the whole file; follows symbolic links, since the caches of models consist of them.
    static func bytes(at path: String) throws(TokenizerError) -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw TokenizerError(
                "no tokenizer at \(path): \(String(cString: strerror(errno)))",
                hint: "name a tokenizer.json or a rank file that is there")
        }
        // A pipe or a device could be waited for without end.
        guard status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no plain file"
            throw TokenizerError(
                "\(path) is \(kind)", hint: "name the file itself, such as \(path)/tokenizer.json")
        }
        guard status.st_size <= limit else {
            throw TokenizerError(
                "\(path) has \(status.st_size) bytes, more than any tokenizer (\(limit))",
                hint: "name a tokenizer.json or a rank file; the model's weights are another file")
        }
        do {
            return try FileBytes.read(path, count: Int(status.st_size))
        } catch {
            throw TokenizerError(
                "\(path) can't be read: \(error.message)",
                hint: "let the user who runs the check read it")
        }
    }

    /// Whether it begins as JSON does; a rank file begins with a line's base64.
    static func isJSON(_ bytes: [UInt8]) -> Bool {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }
}
