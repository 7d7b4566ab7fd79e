import Dataset
import Foundation
import Store

/// What of an export's directory earlier exports wrote, by the lock that stands there. A lock that can't be read owns
/// nothing.
struct Earlier {
    private let directory: String
    private let head: ManifestHead?
    private let files: Set<String>

    init(in directory: String) {
        self.directory = directory
        let manifest = Self.manifest(directory + "/manifest.lock.json")
        head = manifest?.head
        let layout = manifest.map { Self.layout(of: $0.head) }
        var files = Set((manifest?.export?.files ?? []).map(\.path))
        if let pictures = layout?.pictures {
            for image in manifest?.images ?? [] {
                files.insert("\(pictures)/\(image.filename)")
                if layout?.hasCaptionFiles == true {
                    files.insert("\(pictures)/\(FileName.stem(of: image.filename)).txt")
                }
            }
        }
        self.files = files
    }

    /// The entries directly below the directory that the earlier export may have made, its lock aside.
    var entries: [String] {
        guard let head else { return [] }
        let paths =
            (head.export?.files ?? []).map(\.path) + [Self.layout(of: head).pictures].compactMap { $0 }
            + (head.export == nil ? ["payload.json"] : []) + [Attestation.name]
        return Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
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
            return try files.contains(entry) || isPayload(entry) || isStatement(entry) ? [] : [entry]
        }
        return try FileManager.default.subpathsOfDirectory(atPath: path).map { "\(entry)/\($0)" }.filter {
            guard !files.contains($0), lstat("\(directory)/\($0)", &status) == 0 else { return false }
            return status.st_mode & S_IFMT != S_IFDIR
        }
    }

    /// A payload of ours begins as each of them does, even one whose export was cut off before its lock.
    private func isPayload(_ entry: String) throws -> Bool {
        guard entry == "payload.json" else { return false }
        let start = Array("{\"images\":[".utf8)
        return try FileBytes.read("\(directory)/\(entry)", count: start.count) == start
    }

    private func isStatement(_ entry: String) throws -> Bool {
        guard entry == Attestation.name, head != nil else { return false }
        let start = Array(Attestation.start.utf8)
        return try FileBytes.read("\(directory)/\(entry)", count: start.count) == start
    }

    /// Locks of before shapes were named are a payload's or a folder's.
    private static func layout(of head: ManifestHead) -> Pack.Shape.Layout {
        guard let export = head.export else { return Pack.Shape.folder.layout }
        return Pack.Shape(rawValue: export.shape)?.layout ?? .init()
    }

    private static func manifest(_ lock: String) -> Manifest? {
        // Not there, unreadable, not ours: all the same here.
        guard let size = try? FileBytes.size(of: lock),
            let bytes = try? FileBytes.read(lock, count: Int(size))
        else { return nil }
        return try? Manifest(text: String(decoding: bytes, as: UTF8.self))
    }
}
