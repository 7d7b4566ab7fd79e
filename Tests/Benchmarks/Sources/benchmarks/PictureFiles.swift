import Foundation

/// What a peer left in a folder, looked at without a decoder.
enum PictureFiles {
    /// The bytes of all pictures below a folder.
    ///
    /// - Throws: `Trouble` unless there are `count` of that ending, each of 1024x1024 pixels.
    static func size(in folder: String, ending: String, count: Int) throws -> Int {
        guard let all = FileManager.default.enumerator(atPath: folder) else {
            throw Trouble("\(folder) can't be read")
        }
        var (found, bytes) = (0, 0)
        for case let name as String in all where name.hasSuffix("." + ending) {
            let file = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            guard let size = pixels(of: file), size == (1024, 1024) else {
                throw Trouble("\(name) is no picture of 1024x1024")
            }
            found += 1
            bytes += file.count
        }
        guard found == count else { throw Trouble("\(found) of \(count) pictures were written to \(folder)") }
        return bytes
    }

    /// Width and height, as a PNG's first chunk or a JPEG's frame header (ITU T.81, B.2.2) tells them.
    private static func pixels(of file: Data) -> (Int, Int)? {
        func word(_ at: Int) -> Int { Int(file[at]) << 8 | Int(file[at + 1]) }
        guard file.count > 32 else { return nil }
        if file.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return (word(18), word(22)) }
        var place = 2
        while place + 9 < file.count, file[place] == 0xFF {
            // Of SOF0 to SOF15 three have other meanings: tables and an extension.
            if (0xC0...0xCF).contains(file[place + 1]), ![0xC4, 0xC8, 0xCC].contains(file[place + 1]) {
                return (word(place + 7), word(place + 5))
            }
            place += 2 + word(place + 2)
        }
        return nil
    }
}
