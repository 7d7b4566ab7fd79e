import Dataset
import Foundation
import TestKit

@testable import Store

/// A state directory with files that were last used at times of a test's choice.
struct StateScene {
    let directory: TemporaryDirectory
    var path: String { directory.path("state") }
    var state: StateDirectory { StateDirectory(path) }

    init() throws { directory = try TemporaryDirectory("state") }

    /// Keeps a text, as a run that has ended; last used so many days ago.
    @discardableResult
    func keep(_ text: String, days: Double) throws -> Digest {
        let kept = try Store(at: path).objects.keep(Array(text.utf8))
        try age(kept.digest, days: days)
        return kept.digest
    }

    /// Makes a file look as if it had not been used for so many days.
    func age(_ digest: Digest, days: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)], ofItemAtPath: file(digest))
    }

    func file(_ digest: Digest) -> String { ObjectStore.path(of: digest, in: path) }

    func isThere(_ digest: Digest) -> Bool { FileManager.default.fileExists(atPath: file(digest)) }

    func prune(
        _ rules: PruneRules = PruneRules(olderThan: 0), locked: Set<Digest> = [], dryRun: Bool = false
    ) throws -> Pruned {
        try state.beginPruning()(rules, locked: locked, dryRun: dryRun)
    }
}
