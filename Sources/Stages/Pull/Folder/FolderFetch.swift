import Dataset
import Foundation
import Store
import Workers

/// Takes pictures from a folder into the store. A path that leads out of the folder is refused.
struct FolderFetch: PictureSource {
    private let root: String
    private let store: Store
    private let files: WorkerPool

    init(_ folder: FolderSource, store: Store, files: WorkerPool) {
        self.files = files
        root = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
        self.store = store
    }

    /// The largest file that is taken: as over the network.
    private static let maxBytes = Pace().maxBytes

    func picture(of row: DatasetRow) async throws -> Fetched { try await files.run { try read(row) } }

    private func read(_ row: DatasetRow) throws -> Fetched {
        func failed(_ rule: String, _ message: String) -> Fetched {
            Fetched(Finding(rule, .error, on: row, message, hint: ""))
        }
        let path = URL(fileURLWithPath: root + "/" + row.image).standardizedFileURL.resolvingSymlinksInPath()
            .path
        guard path.hasPrefix(root + "/") else {
            return failed("image-host-refused", "the path leads out of the folder")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { return failed("image-unavailable", Self.absence(path)) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return failed("image-unavailable", "it is no regular file")
        }
        guard status.st_size <= Self.maxBytes else {
            return failed(
                "image-too-large", "the file is above the limit of \(Self.maxBytes >> 20) MiB")
        }
        do {
            let stamp = FileStamp(status)
            if let known = try store.caches.digest(ofFile: path, stamp),
                store.objects.holds(known, bytes: Int64(status.st_size))
            {
                return Fetched(SourceImage(digest: known, bytes: Int64(status.st_size)))
            }
            let (digest, bytes) = try ObjectStore.digest(ofFile: path)
            let image =
                store.objects.holds(digest, bytes: bytes)
                ? SourceImage(digest: digest, bytes: bytes) : try keep(path)
            // Of what was copied, when it changed meanwhile; then its stamp is another too.
            if image.digest == digest { try store.caches.remember(digest, ofFile: path, stamp) }
            return Fetched(image)
        } catch let error as StoreError where access(path, R_OK) != 0 {
            return failed("image-unavailable", "the file can't be read: \(error.message)")
        }
    }

    private func keep(_ path: String) throws -> SourceImage {
        let copy = store.objects.temporaryPath()
        do {
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            let kept = try store.objects.keep(copy)
            return SourceImage(digest: kept.digest, bytes: kept.bytes)
        } catch {
            // On a full disk, half a copy would keep it full.
            store.objects.discard(copy)
            if let error = error as? StoreError { throw error }
            throw StoreError("could not copy \(path) to \(copy): \(error.localizedDescription)")
        }
    }

    /// Names are read as UTF-8: of another one, the odd bytes are lost, and with them the file.
    private static func absence(_ path: String) -> String {
        path.unicodeScalars.contains("\u{FFFD}")
            ? "the file is not there, or its name is not UTF-8: rename it" : "the file is not there"
    }
}
