import Foundation
import Store

/// The folder of a dataset, behind all links to it. Paths below it are joined and compared as bytes: to Swift a slash
/// and an accent behind it are one character, and two names that differ by normalisation are one.
struct FolderRoot: Sendable {
    /// Its path.
    let path: String
    private let bytes: [UInt8]

    init(_ folder: String) {
        bytes = Self.real(Array(folder.utf8)) ?? Array(folder.utf8)
        path = String(decoding: bytes, as: UTF8.self)
    }

    /// Why a file of the folder can't be had.
    enum Refusal: Error, Equatable {
        case absent
        case leadsNowhere
        case leadsOut
        case notRegular
        case unreadable(String)
    }

    /// The path's bytes of what lies below.
    func full(_ relative: [UInt8]) -> [UInt8] { relative.isEmpty ? bytes : bytes + [0x2F] + relative }

    /// Whether a path, behind all links, lies inside of the folder.
    func holds(_ place: [UInt8]) -> Bool { place.starts(with: bytes == [0x2F] ? bytes : bytes + [0x2F]) }

    /// Where a path leads behind all links; nil when that is nowhere, with the reason in `errno`.
    static func real(_ path: [UInt8]) -> [UInt8]? {
        guard let real = realpath(path.map { CChar(bitPattern: $0) } + [0], nil) else { return nil }
        defer { free(real) }
        return UnsafeRawBufferPointer(start: real, count: strlen(real)).map { $0 }
    }

    /// Opens a file below, without waiting for anything. A link out of the folder is refused: it would send another
    /// file to the trainer. What is open is looked at once more, since a name may be given to another file meanwhile.
    func open(_ relative: String) throws(Refusal) -> RegularFile {
        let full = full(Array(relative.utf8))
        if full.contains(0) { throw .absent }
        guard let real = Self.real(full) else {
            let code = errno
            var status = stat()
            let isLink = lstat(String(decoding: full, as: UTF8.self), &status) == 0
            throw Self.refusal(code, isLink: isLink)
        }
        guard holds(real) else { throw .leadsOut }
        let file: RegularFile
        do {
            file = try RegularFile(opening: String(decoding: full, as: UTF8.self))
        } catch {
            switch error {
            case .system(let code): throw Self.refusal(code, isLink: false)
            case .notRegular: throw .notRegular
            }
        }
        guard holds(file.place ?? real) else { throw .leadsOut }
        return file
    }

    private static func refusal(_ code: Int32, isLink: Bool) -> Refusal {
        switch code {
        case ENOENT, ENOTDIR: isLink ? .leadsNowhere : .absent
        default: .unreadable(String(cString: strerror(code)))
        }
    }
}
