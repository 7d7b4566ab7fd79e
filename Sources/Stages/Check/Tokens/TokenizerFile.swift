import Foundation
import Store

/// Reads a tokenizer file and detects its format.
enum TokenizerFile {
    /// In bytes: Qwen2's tokenizer.json has 7 MB, and the largest vocabularies in use have less than 40 MB.
    static let limit = 64 << 20

    /// Reads the whole file; follows symbolic links, because model caches consist of them.
    static func bytes(at path: String) throws(TokenizerError) -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw TokenizerError(
                "no tokenizer at \(path): \(String(cString: strerror(errno)))",
                hint: "name a tokenizer.json or a rank file that is there")
        }
        // Reading a pipe or a device could block for ever.
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

    /// Whether it starts like JSON; a rank file starts with base64.
    static func isJSON(_ bytes: [UInt8]) -> Bool {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }
}
