import Dataset
import Foundation
import Store
import Workers

/// Takes pictures from a folder into the store. A path that leads out of the folder is refused.
struct FolderFetch: PictureSource {
    private let root: FolderRoot
    private let store: Store
    private let files: WorkerPool

    init(_ folder: FolderSource, store: Store, files: WorkerPool) {
        self.files = files
        root = FolderRoot(folder.path)
        self.store = store
    }

    /// The largest file that is taken: as over the network.
    private static let maxBytes = DownloadConcurrency().maxBytes

    func picture(of row: DatasetRow) async throws -> Fetched { try await files.run { try read(row) } }

    func holds(_ image: SourceImage) async throws -> Bool {
        try await files.run { [store] in store.objects.holds(image.digest, bytes: image.bytes) }
    }

    private func read(_ row: DatasetRow) throws -> Fetched {
        func failed(_ rule: String, _ message: String, hint: String) -> Fetched {
            Fetched(Finding(rule, .error, on: row, message, hint: hint))
        }
        let file: RegularFile
        do throws(FolderRoot.Refusal) {
            file = try root.open(row.image)
        } catch {
            switch error {
            case .absent: return failed("image-unavailable", Self.absence(row.image), hint: Self.absenceHint)
            case .leadsNowhere:
                return failed(
                    "image-unavailable", "the file is a link that leads nowhere",
                    hint: "put the file itself there, or remove the link")
            case .leadsOut:
                return failed(
                    "image-host-refused", "the path leads out of the folder",
                    hint: "put the file itself into the folder: links and paths out of it are not followed")
            case .notRegular:
                return failed(
                    "image-unavailable", "it is no regular file", hint: "put the picture's file there")
            case .unreadable(let why):
                return failed("image-unavailable", "the file can't be read: \(why)", hint: Self.accessHint)
            }
        }
        guard file.bytes <= Self.maxBytes else {
            return failed(
                "image-too-large", "the file is above the limit of \(Self.maxBytes >> 20) MiB",
                hint: "make the picture smaller; the trainer never uses more than its resolution")
        }
        let place = file.place.map { String(decoding: $0, as: UTF8.self) } ?? file.path
        if let known = try store.caches.digest(ofFile: place, file.stamp),
            store.objects.holds(known, bytes: file.bytes)
        {
            return Fetched(SourceImage(digest: known, bytes: file.bytes))
        }
        let (digest, bytes): (Digest, Int64)
        do throws(StoreError) {
            (digest, bytes) = try file.digest()
        } catch {
            return failed(
                "image-unavailable", "the file can't be read: \(error.message)", hint: Self.accessHint)
        }
        let image =
            store.objects.holds(digest, bytes: bytes)
            ? SourceImage(digest: digest, bytes: bytes) : try keep(file)
        // Of what was copied, when it changed meanwhile; then its stamp is another too.
        if image.digest == digest { try store.caches.remember(digest, ofFile: place, file.stamp) }
        return Fetched(image)
    }

    private func keep(_ file: RegularFile) throws(StoreError) -> SourceImage {
        do {
            let kept = try store.objects.keep(copyOf: file)
            return SourceImage(digest: kept.digest, bytes: kept.bytes)
        } catch {
            if error.code == ENOSPC || error.code == EDQUOT { throw error }
            throw StoreError(
                "could not copy \(file.path) to the state directory: \(error.message)", hint: error.hint,
                code: error.code)
        }
    }

    /// Names are read as UTF-8: of another encoding, the invalid bytes are lost, and with them the file.
    private static func absence(_ path: String) -> String {
        path.unicodeScalars.contains("\u{FFFD}")
            ? "the file is not there, or its name is not UTF-8: rename it" : "the file is not there"
    }

    private static let absenceHint = "put the file there, or take its row out of metadata.jsonl"
    private static let accessHint = "let the user who runs this read the file and the folders it lies in"
}
