import Foundation
import Store

/// The caption file beside a picture. One that is there and can't be used is a fault of its row: one bad file must not
/// stop the rest, and must not pass for none.
struct CaptionFile {
    private let root: FolderRoot

    init(in root: FolderRoot) { self.root = root }

    /// What is longer is no caption: the longest that is trained on whole has a tenth of it.
    private static let longest = 1 << 16

    /// The caption beside a picture, or why it can't be used; neither where there is no such file.
    func caption(beside picture: String) -> (text: String?, fault: String?) {
        let name = Self.name(beside: picture)
        do throws(FolderRoot.Refusal) {
            let file = try root.open(name)
            let bytes: [UInt8]
            do throws(StoreError) {
                // One byte beyond the limit is enough to see that it is too long.
                bytes = try file.read(count: Self.longest + 1)
            } catch {
                throw .unreadable(error.code.map { String(cString: strerror($0)) } ?? error.message)
            }
            if bytes.count > Self.longest {
                let size = max(file.bytes, Int64(bytes.count))
                return (nil, "\(name) has \(size) bytes, above the limit of \(Self.longest)")
            }
            do throws(TextBytes.NotUTF8) {
                return (try TextBytes.text(bytes), nil)
            } catch {
                return (nil, "\(name) \(error.sentence)")
            }
        } catch {
            return switch error {
            case .absent: (nil, nil)
            case .leadsNowhere: (nil, "\(name) is a link that leads nowhere")
            case .leadsOut: (nil, "\(name) leads out of the folder")
            case .notRegular: (nil, "\(name) is no regular file")
            case .unreadable(let why): (nil, "\(name) can't be read: \(why)")
            }
        }
    }

    /// The picture's name with another ending, by its bytes.
    private static func name(beside picture: String) -> String {
        let dot = picture.utf8.lastIndex(of: UInt8(ascii: ".")) ?? picture.utf8.endIndex
        return String(decoding: picture.utf8[..<dot], as: UTF8.self) + ".txt"
    }
}
