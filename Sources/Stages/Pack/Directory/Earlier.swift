import Dataset
import Foundation
import Store

/// What of an export's directory earlier exports wrote, by the lock that stands there. A lock that can't be read owns
/// nothing.
struct Earlier {
    private let directory: String
    private let head: ManifestHead?
    private let files: Set<ExactText>

    init(in directory: String) {
        self.directory = directory
        // A lock that can't be read owns nothing.
        let owned = try? Self.owned(by: directory + "/" + ExportDirectory.lockName)
        head = owned?.head
        files = owned?.files ?? []
    }

    private static func owned(by path: String) throws -> (head: ManifestHead, files: Set<ExactText>) {
        var lock = try LockFile(path)
        var files = Set((lock.head.export?.files ?? []).map { ExactText($0.path) })
        let layout = layout(of: lock.head)
        while let image = try lock.next() {
            guard let pictures = layout.pictures else { continue }
            files.insert(ExactText("\(pictures)/\(image.filename)"))
            if layout.hasCaptionFiles {
                files.insert(ExactText("\(pictures)/\(FileName.stem(of: image.filename)).txt"))
            }
        }
        return (lock.head, files)
    }

    /// The entries directly below the directory that earlier exports and their training may have made, the lock aside:
    /// the parts of a split one among them.
    func entries() throws -> [String] {
        let parts = try FileManager.default.contentsOfDirectory(atPath: directory).filter {
            Parts.isName($0) && StagedExport.isThere("\(directory)/\($0)/\(ExportDirectory.lockName)")
        }
        // A receipt says itself what it is, whatever happened to the lock.
        guard let head else { return (parts + [ReceiptForm.name]).sorted() }
        let paths =
            (head.export?.files ?? []).map(\.path) + [Self.layout(of: head).pictures].compactMap { $0 }
            + (head.export == nil ? ["payload.json"] : []) + [Attestation.name, ReceiptForm.name]
        // A lock may come from somebody else, and name no entry of this directory.
        return Set(parts + paths.compactMap(Self.entry)).subtracting(["..", "."]).sorted()
    }

    /// By bytes, as the system reads a path: to Swift a slash and an accent behind it are one character.
    private static func entry(of path: String) -> String? {
        path.utf8.split(separator: UInt8(ascii: "/")).first.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A file or folder is only replaced when an export wrote all of it.
    ///
    /// - Throws: `PackError` when it holds files that no export wrote.
    func refuseStrangers(in entry: String) throws {
        let strangers = try strangers(in: entry).sorted()
        guard let first = strangers.first else { return }
        let path = "\(directory)/\(entry)"
        throw PackError(
            message: first == entry
                ? "\(path) is nothing that an export wrote"
                : "\(path) holds \(strangers.count) file(s) that no export wrote, such as \(first)",
            hint: "choose another directory with --out, or move what is there away")
    }

    /// The files at or below an entry that no export wrote, relative to the directory.
    func strangers(in entry: String) throws -> [String] {
        let path = "\(directory)/\(entry)"
        var status = stat()
        guard lstat(path, &status) == 0 else { return [] }
        if status.st_mode & S_IFMT != S_IFDIR {
            return try files.contains(ExactText(entry)) || isPayload(entry) || isStatement(entry)
                || isReceipt(entry) ? [] : [entry]
        }
        if Parts.isName(entry) {
            let part = Earlier(in: path)
            return try FileManager.default.contentsOfDirectory(atPath: path).flatMap { name in
                try part.head != nil && name == ExportDirectory.lockName
                    ? [] : part.strangers(in: name).map { "\(entry)/\($0)" }
            }
        }
        return try FileManager.default.subpathsOfDirectory(atPath: path).map { "\(entry)/\($0)" }.filter {
            guard !files.contains(ExactText($0)), lstat("\(directory)/\($0)", &status) == 0 else {
                return false
            }
            return status.st_mode & S_IFMT != S_IFDIR
        }
    }

    /// A payload of ours begins as each of them does, even one whose export was cut off before its lock.
    private func isPayload(_ entry: String) throws -> Bool {
        guard entry == "payload.json" else { return false }
        let start = Array(PayloadWriter.start.utf8)
        return try FileBytes.read("\(directory)/\(entry)", count: start.count) == start
    }

    private func isStatement(_ entry: String) throws -> Bool {
        guard entry == Attestation.name, head != nil else { return false }
        let start = Array(Attestation.start.utf8)
        return try FileBytes.read("\(directory)/\(entry)", count: start.count) == start
    }

    private func isReceipt(_ entry: String) -> Bool {
        ReceiptForm.isName(entry) && ReceiptFiles.read("\(directory)/\(entry)") != nil
    }

    /// The receipt of the run that the export was trained in; nil where there is none, or another file of that name.
    func receipt() -> JSONValue? { ReceiptFiles.read("\(directory)/\(ReceiptForm.name)") }

    /// Locks of before shapes were named are a payload's or a folder's.
    private static func layout(of head: ManifestHead) -> Pack.ExportFormat.Layout {
        guard let export = head.export else { return Pack.ExportFormat.folder.layout }
        return Pack.ExportFormat(rawValue: export.format)?.layout ?? .init()
    }
}
