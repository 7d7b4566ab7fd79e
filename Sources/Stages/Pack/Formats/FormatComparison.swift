import Dataset
import Foundation
import Store

/// Holds an export of another shape than the payload against its lock, file by file.
struct FormatComparison {
    /// Takes a picture whose bytes are the lock's: the file that holds it, the byte at which it starts, and the words
    /// for that place.
    typealias Look = (_ path: String, _ offset: Int64, _ image: ManifestImage, _ place: String) throws -> Void

    private let directory: String
    private let manifest: Manifest
    private let files: [ExportFile]
    private let format: Pack.ExportFormat
    private let look: Look?

    /// Everything that does not fit; one line a fault, with its place. A file that differs is looked into, so that the
    /// picture or caption is named.
    ///
    /// - Parameter look: is given each picture.
    static func mismatches(
        in directory: String, against manifest: Manifest, _ export: ManifestExport, look: Look? = nil
    ) throws -> [String] {
        guard let format = Pack.ExportFormat(rawValue: export.format) else {
            return [
                "the lock is of the shape \(export.format.printableLine), which this version does not know"
            ]
        }
        return try FormatComparison(
            directory: directory, manifest: manifest, files: export.files, format: format, look: look
        )
        .mismatches()
    }

    private func mismatches() throws -> [String] {
        var found: [String] = []
        if let folder = format.layout.pictures {
            guard isThere(folder) else { return ["\(folder)/ is missing"] }
            for image in manifest.images {
                try Task.checkCancellation()
                found += try pictureFaults(image, in: folder)
            }
        }
        for file in files { found += try Verify.unreadable { try faults(in: file) } }
        return found + (try strangers())
    }

    private func pictureFaults(_ image: ManifestImage, in folder: String) throws -> [String] {
        func faults(_ path: String, _ digest: Digest, _ what: String) throws -> [String] {
            guard isThere(path) else { return ["\(path) is missing (row \(image.row))"] }
            return try Verify.unreadable {
                try Verify.digest(ofFile: full(path)).digest == digest
                    ? [] : ["\(path): \(what) differs from the lock (row \(image.row))"]
            }
        }
        let path = "\(folder)/\(image.filename)"
        var found = try faults(path, image.prepared.digest, "the picture")
        if found.isEmpty { try look?(full(path), 0, image, "\(path) (row \(image.row))") }
        if format.layout.hasCaptionFiles {
            let caption = "\(folder)/\(FileName.stem(of: image.filename)).txt"
            found += try faults(caption, image.caption, "the caption")
        }
        return found
    }

    private func faults(in file: ExportFile) throws -> [String] {
        guard isThere(file.path) else { return ["\(file.path) is missing"] }
        let isSame = try Verify.digest(ofFile: full(file.path)).digest == file.digest
        var found: [String] = []
        if format == .webdataset {
            if !isSame || look != nil {
                let shard = ShardComparison(path: full(file.path), place: file.path, images: manifest.images)
                found = try shard.mismatches(isSame: isSame, look: look)
            }
        } else if !isSame, LineComparison.captionMember(of: file.path) != nil {
            found = try LineComparison.mismatches(in: full(file.path), file.path, against: manifest.images)
        }
        return isSame || !found.isEmpty ? found : ["\(file.path): the file differs from the lock"]
    }

    /// What lies among the export's own files and is none of them.
    private func strangers() throws -> [String] {
        var expected = Set(files.map { ExactText($0.path) })
        let folders = files.map(\.path).filter { $0.contains("/") }.compactMap {
            $0.split(separator: "/").first.map(String.init)
        }
        let pictures = format.layout.pictures
        if let pictures {
            for image in manifest.images {
                expected.insert(ExactText("\(pictures)/\(image.filename)"))
                if format.layout.hasCaptionFiles {
                    expected.insert(ExactText("\(pictures)/\(FileName.stem(of: image.filename)).txt"))
                }
            }
        }
        return try Set(folders + [pictures].compactMap { $0 }).sorted().filter(isThere).flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: full(folder)).map { "\(folder)/\($0)" }
                .sorted()
                .filter { !expected.contains(ExactText($0)) }.map { "\($0) is not in the lock" }
        }
    }

    private func full(_ path: String) -> String { "\(directory)/\(path)" }
    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: full(path)) }
}
