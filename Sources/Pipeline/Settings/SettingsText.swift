import Store

/// The text of a settings file, read within bounds: what is no regular file could be waited for without end, or never
/// ends.
enum SettingsText {
    /// The longest that is read: a few hundred times what settings take.
    static let longest = 1 << 20

    /// Why there is none.
    struct Unreadable: Error {
        /// To stand behind the file's name.
        let what: String
    }

    /// The whole text, without a byte order mark.
    static func read(_ path: String) throws(Unreadable) -> String {
        let bytes: [UInt8]
        do {
            let file = try RegularFile(opening: path)
            guard file.bytes <= longest else { throw Unreadable(what: "is above the limit of 1 MiB") }
            bytes = try file.read(count: longest)
        } catch let error as Unreadable {
            throw error
        } catch RegularFile.Refusal.notRegular {
            throw Unreadable(what: "is no regular file")
        } catch {
            throw Unreadable(what: "can't be read")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
        guard let text = String(validating: text, as: UTF8.self) else {
            throw Unreadable(what: "can't be read as UTF-8 text")
        }
        return text
    }
}
