import Dataset
import Foundation
import Store
import Synchronization
import Workers

@testable import Pull

/// A folder's `metadata.jsonl`: lines, rows and their order.
func folderTarget() throws -> FuzzTarget {
    FuzzTarget(
        name: "folder",
        seeds: {
            [
                "{\"file_name\":\"a.png\",\"text\":\"a boat\"}\n{\"file_name\":\"b/c.jpg\",\"text\":\"é\",\"focus\":[0.5,0.25]}\n",
                "\u{FEFF}{\"file_name\":\"a.png\"}\r\n\n  \n{\"file_name\":\"../x.png\",\"text\":null,\"n\":1}",
            ].map { Array($0.utf8) }
        },
        dictionary: [
            "\"file_name\":", "\"text\":", "\"focus\":", "{\"file_name\":\"", "\"}\n", "../", "\u{2028}",
            "\u{FEFF}",
        ]
    ) { input in
        let scene = try folderScene.get()
        try Data(input).write(to: URL(fileURLWithPath: scene.folder + "/metadata.jsonl"))
        for longest in [1, 7, 1 << 22] { try lines(of: scene.folder + "/metadata.jsonl", input, longest) }
        do {
            let rows = try wait {
                try await FolderRows(FolderSource(path: scene.folder), store: scene.store, files: scene.files)
                    .rows(in: scene.store.objects.runTable())
            }
            if rows.count > input.count { throw Finding("\(rows.count) rows of \(input.count) bytes") }
        } catch let error as PullError {
            if error.message.isEmpty { throw Finding("an error without a word") }
        }
    }
}

/// By both ways of decoding, held against a plain splitting where no line is cut.
private func lines(of path: String, _ input: [UInt8], _ longest: Int) throws {
    var lenient = FileLines(path, .lenient, longest: longest)
    var found: [String] = []
    while let line = try lenient.next() { found.append(line) }
    guard longest > input.count else { return }
    var plain = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    if plain.last?.isEmpty == true { plain.removeLast() }
    if let first = plain.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { plain[0] = first.dropFirst(3) }
    guard found == plain.map({ String(decoding: $0, as: UTF8.self) }) else {
        throw Finding("other lines: \(found)")
    }
}

private struct FolderScene: Sendable {
    let folder: String
    let store: Store
    let files = WorkerPool(name: "files", threads: 1)
}

private let folderScene = Result {
    let root = try InputDirectory.make("folder")
    try FileManager.default.createDirectory(atPath: root + "/pictures", withIntermediateDirectories: true)
    return FolderScene(folder: root + "/pictures", store: try Store(at: root + "/state"))
}

/// The fuzzer's thread is none of Swift's and may block.
private func wait<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) throws -> T {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<T, any Error>?>(nil)
    Task {
        let outcome: Result<T, any Error>
        do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
        result.withLock { $0 = outcome }
        done.signal()
    }
    done.wait()
    guard let outcome = result.withLock({ $0 }) else { throw Finding("no result") }
    return try outcome.get()
}
