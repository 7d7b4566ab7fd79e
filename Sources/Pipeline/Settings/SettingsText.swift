import Foundation

/// The text of a settings file, of which no more is read than the limit and one byte: a path may name a device that never
/// ends, or a file of gigabytes.
enum SettingsText {
    /// The longest pipeline file or `.env`: the README's longest has 2 KiB.
    static let limit = 1 << 20

    /// Why there is no text.
    enum Fault: Error {
        case tooLong
        case unreadable
    }

    /// Reads a file, or a pipe up to its end. A mark of the byte order is left away.
    static func read(_ path: String) throws(Fault) -> String {
        var bytes = Data()
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // Closing what was only read can't lose anything.
            defer { try? file.close() }
            while bytes.count <= limit,
                let piece = try file.read(upToCount: limit + 1 - bytes.count), !piece.isEmpty
            {
                bytes += piece
            }
        } catch {
            throw .unreadable
        }
        if bytes.count > limit { throw .tooLong }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard
            let text = String(
                validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes, as: UTF8.self)
        else { throw .unreadable }
        return text
    }
}
