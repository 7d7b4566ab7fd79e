import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

@Suite struct StatePruneTests {
    private let scene: StateScene

    init() throws { scene = try StateScene() }

    @Test func whatWasNotUsedForLongEnoughGoes() throws {
        let (old, young) = (try scene.keep("old", days: 31), try scene.keep("young", days: 29))
        let rules = PruneRules(olderThan: 30 * 86_400)
        let told = try scene.prune(rules, dryRun: true)
        #expect(told.files.map(\.object.digest) == [old] && scene.isThere(old))
        let pruned = try scene.prune(rules)
        #expect(pruned.files.map(\.object.digest) == [old])
        #expect(!scene.isThere(old) && scene.isThere(young))
        #expect(pruned.kept.count == 1 && pruned.kept.bytes == 5)
        #expect(try scene.prune(rules).files.isEmpty)
    }

    @Test func bySizeTheLongestUnusedGoFirst() throws {
        let first = try scene.keep("aaaa", days: 9)
        let second = try scene.keep("bbbb", days: 8)
        let third = try scene.keep("cccc", days: 7)
        #expect(try scene.prune(PruneRules(maxBytes: 12)).files.isEmpty)
        #expect(try scene.prune(PruneRules(maxBytes: 11), dryRun: true).files.map(\.object.digest) == [first])
        #expect(try scene.prune(PruneRules(maxBytes: 7)).files.map(\.object.digest) == [first, second])
        #expect(scene.isThere(third))
        // Both rules: what is too old, and then more.
        let (fourth, fifth) = (try scene.keep("dddd", days: 40), try scene.keep("eeee", days: 2))
        let both = try scene.prune(PruneRules(olderThan: 30 * 86_400, maxBytes: 4))
        #expect(both.files.map(\.object.digest) == [fourth, third] && scene.isThere(fifth))
    }

    @Test func noRuleRemovesNothing() throws {
        let old = try scene.keep("old", days: 1000)
        #expect(try scene.prune(PruneRules()).files.isEmpty && scene.isThere(old))
    }

    @Test func whatALockNamesStays() throws {
        let (locked, free) = (try scene.keep("locked", days: 99), try scene.keep("free", days: 1))
        let pruned = try scene.prune(PruneRules(olderThan: 0, maxBytes: 0), locked: [locked])
        #expect(scene.isThere(locked) && !scene.isThere(free))
        #expect(pruned.locked.count == 1 && pruned.locked.bytes == 6)
    }

    /// A run is at work: what it has found in the store stays until it ends.
    @Test func whatARunUsesStays() throws {
        let (used, unused) = (try scene.keep("used", days: 99), try scene.keep("unused", days: 99))
        var run: Store? = try Store(at: scene.path)
        #expect(run?.objects.holds(used, bytes: 4) == true)
        let pruned = try scene.prune()
        #expect(scene.isThere(used) && !scene.isThere(unused))
        #expect(pruned.inUse.count == 1 && pruned.atWork.compactMap { $0?.process } == [getpid()])
        // The control: without the mark it goes, although the run is at work and needs it.
        try scene.age(used, days: 99)
        #expect(try scene.prune().files.count == 1 && !scene.isThere(used))
        run = nil
    }

    @Test func whatARunKeepsStays() throws {
        let run = try Store(at: scene.path)
        let kept = try run.objects.keep(Array("kept".utf8)).digest
        let again = try scene.keep("again", days: 99)
        // Kept once more: the file that is there is taken.
        #expect(try run.objects.keep(Array("again".utf8)).digest == again)
        #expect(try scene.prune().files.isEmpty && scene.isThere(kept) && scene.isThere(again))
        withExtendedLifetime(run) {}
    }

    /// A run that begins after the pruning has looked who is at work.
    @Test func whatALaterRunUsesStays() throws {
        let (used, unused) = (try scene.keep("used", days: 99), try scene.keep("unused", days: 99))
        let pruning = try scene.state.beginPruning()
        let run = try Store(at: scene.path)
        #expect(run.objects.holds(used, bytes: 4))
        _ = try pruning(PruneRules(olderThan: 0), locked: [], dryRun: false)
        #expect(scene.isThere(used) && !scene.isThere(unused))
        withExtendedLifetime(run) {}
    }

    /// Marked between the choice and the removal.
    @Test func whatIsMarkedAtTheLastMomentStays() throws {
        let used = try scene.keep("used", days: 99)
        var object: StateDirectory.Object?
        try scene.state.forEachObject { object = $0 }
        let moment = Date().timeIntervalSince1970
        let run = try Store(at: scene.path)
        #expect(run.objects.holds(used, bytes: 4))
        #expect(try scene.state.remove([#require(object)], unusedSince: moment).isEmpty)
        #expect(scene.isThere(used))
        // The control.
        try scene.age(used, days: 99)
        #expect(try scene.state.remove([#require(object)], unusedSince: moment).count == 1)
        withExtendedLifetime(run) {}
    }

    /// Earlier versions hold their directory, and mark nothing.
    @Test func besideAnEarlierVersionNothingGoes() throws {
        let old = try scene.keep("old", days: 99)
        let file = try scene.directory.write("", "state/tmp/run-OLD/lock")
        let descriptor = open(file, O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let pruned = try scene.prune()
        #expect(scene.isThere(old) && pruned.files.isEmpty)
        #expect(pruned.hindrance?.contains("earlier version") == true)
        // The control: it has ended.
        close(descriptor)
        #expect(try scene.prune().files.count == 1 && !scene.isThere(old))
    }

    @Test func rowsGoWithTheFilesThatTheyName() throws {
        let (source, made) = (try scene.keep("source", days: 99), try scene.keep("made", days: 99))
        let thumbnail = try scene.keep("thumbnail", days: 99)
        let other = try scene.keep("other", days: 1)
        do {
            let caches = try Store(at: scene.path).caches
            for (digest, location) in [(source, "https://h/a"), (other, "https://h/b")] {
                try caches.remember(
                    FetchedFile(etag: "\"e\"", image: SourceImage(digest: digest, bytes: 6)), from: location)
                try caches.remember(inspection: "seen", of: digest, version: "1")
            }
            try caches.remember(
                inspection: .record(["sha256": .string(thumbnail.hex)]), of: other, version: "thumbnail/1")
            try caches.remember(
                PreparedImage(
                    digest: made, bytes: 4, size: PixelSize(width: 1, height: 1), format: .png, reused: false),
                under: Digest.of("key"))
        }
        let usage = try scene.state.usage(locked: [])
        #expect(usage.objects[.source]?.count == 2 && usage.objects[.prepared]?.bytes == 4)
        #expect(usage.objects[.thumbnail]?.count == 1 && usage.objects[.unreferenced] == nil)
        let rules = PruneRules(olderThan: 30 * 86_400)
        let told = try scene.prune(rules, dryRun: true)
        #expect(try scene.state.caches()?.rowCounts().reduce(0) { $0 + $1.count } == 6)
        let pruned = try scene.prune(rules)
        for rows in [told.rows, pruned.rows] {
            #expect(rows.map { "\($0.table) \($0.count)" } == ["fetched 1", "prepared 1", "look 2"])
        }
        let caches = try Store(at: scene.path).caches
        #expect(try caches.fetched(from: "https://h/a") == nil && caches.fetched(from: "https://h/b") != nil)
        #expect(try caches.prepared(under: Digest.of("key")) == nil)
        #expect(try caches.inspection(of: other, version: "1") == "seen")
    }

    @Test func whatKilledRunsLeftGoes() throws {
        try scene.keep("a", days: 0)
        try scene.directory.write("half", "state/tmp/run-DEAD/lock")
        try scene.directory.write("half", "state/tmp/run-DEAD/download")
        #expect(try scene.prune(dryRun: true).leftBehind.bytes == 4)
        #expect(try scene.directory.temporaries() == ["run-DEAD/download"])
        #expect(try scene.prune().leftBehind.count == 1)
        #expect(try scene.directory.names(under: "state/tmp").isEmpty)
    }

    @Test func runsAreNamedWithTheirBeginning() throws {
        let store = try Store(at: scene.path)
        let runs = try RunFolders(of: store.directory)
        #expect(runs.atWork.map(\.holder?.process) == [getpid()] && runs.left.isEmpty)
        withExtendedLifetime(store) {}
    }

    @Test func onlyOnePrunesAtATime() throws {
        try scene.keep("a", days: 0)
        let first = try scene.state.beginPruning()
        let error = #expect(throws: StoreError.self) { try scene.state.beginPruning() }
        #expect(error?.message.contains("process \(getpid()), since") == true)
        withExtendedLifetime(first) {}
    }

    @Test func filesOfOthersAreLeftAlone() throws {
        try scene.keep("a", days: 99)
        let names = [
            "state/objects/README", "state/objects/ab/notes", "state/objects/ab/\(Digest.of("x").hex)",
        ]
        for name in names { try scene.directory.write("x", name) }
        #expect(try scene.prune().files.count == 1)
        for name in names { #expect(FileManager.default.fileExists(atPath: scene.directory.path(name))) }
    }

    @Test func aLockFileNamesDigestsWhateverItsState() throws {
        let (a, b) = (Digest.of("a"), Digest.of("b"))
        let text = #"{"source":{"sha256":"\#(a.hex)"},"seal":"\#(b.hex)"#
        var digests: Set<Digest> = []
        try LockDigests.add(scene.directory.write(text, "lock.json"), to: &digests)
        #expect(digests == [a, b])
        digests = []
        // Longer and shorter runs of digits are none.
        try LockDigests.add(scene.directory.write("\(a.hex)0 \(b.hex.dropLast())", "lock.json"), to: &digests)
        try LockDigests.add(scene.directory.path("none"), to: &digests)
        #expect(digests.isEmpty)
        // One across the pieces in which the file is read.
        let long = String(repeating: "x", count: (1 << 18) - 30) + b.hex
        try LockDigests.add(scene.directory.write(long, "lock.json"), to: &digests)
        #expect(digests == [b])
        #expect(throws: StoreError.self) { try LockDigests.add(scene.directory.path, to: &digests) }
    }
}
