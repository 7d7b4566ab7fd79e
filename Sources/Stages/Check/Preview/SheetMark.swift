import Foundation
import Store

/// A chunk that marks a PNG file as a contact sheet: sheets of an earlier run with more rows are removed, but no other
/// picture with such a name.
enum SheetMark {
    /// Inserts the mark before a PNG's last chunk.
    static func put(into png: [UInt8]) -> [UInt8] { png.dropLast(end.count) + tail }

    /// Removes `base-2.png` and so on with a number above `last`, where they carry the mark.
    ///
    /// - Throws: `StoreError` when one can't be removed.
    static func removeSheets(of base: String, after last: Int) throws(StoreError) {
        let place = URL(fileURLWithPath: base)
        let directory = place.deletingLastPathComponent().path
        // `try?`: a directory can be writable and not listable; then old sheets stay.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names {
            let rest = name.trimmingPrefix(place.lastPathComponent + "-")
            guard rest.count < name.count, rest.hasSuffix(".png"), let number = Int(rest.dropLast(4)),
                name == "\(place.lastPathComponent)-\(number).png", number > max(1, last)
            else { continue }
            let path = directory + "/" + name
            guard isSheet(path) else { continue }
            if unlink(path) != 0 && errno != ENOENT { throw StoreError.system("remove", path) }
        }
    }

    /// Whether a file ends with the mark; false when it can't be read.
    private static func isSheet(_ path: String) -> Bool {
        guard let size = try? FileBytes.size(of: path), size > Int64(tail.count),
            let bytes = try? FileBytes.read(path, at: size - Int64(tail.count), count: tail.count)
        else { return false }
        return bytes == tail
    }

    /// The last bytes of every sheet: the mark and the end.
    private static let tail = chunk("tEXt", Array("Software\0lorapipe contact sheet".utf8)) + end
    private static let end = chunk("IEND", [])

    /// A PNG chunk: length, name, content, and the CRC over name and content.
    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        func bigEndian(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 0xFF) } }
        let body = Array(name.utf8) + content
        var crc = UInt32.max
        for byte in body {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return bigEndian(UInt32(content.count)) + body + bigEndian(~crc)
    }
}
