import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

@Suite("A folder's own ledger is taken over into the user's")
struct LedgerTakeOverTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("takeover") }

    private var user: LedgerLocation { .directory(directory.path("user")) }

    private func store(_ folder: String = "a") throws -> Store {
        try Store(at: directory.path("\(folder)/.lorapipe"), ledger: user)
    }

    /// What the folder's own ledger holds, as with `--state`.
    private func own(_ folder: String = "a") async throws -> Ledger {
        try await Store(at: directory.path("\(folder)/.lorapipe")).ledger
    }

    private static func submission(_ payload: String, key: String, export: String = "out/é") -> Submission {
        var submission = Submission(
            payload: Digest.of(payload), endpoint: "https://t", dialect: "wrapper", outputName: "harbour",
            images: 3, export: export)
        submission.key = key
        submission.bytes = 7
        submission.dataset = "Harbour"
        submission.training = .object([.init("seed", 42)])
        return submission
    }

    /// Writes down a run of each phase, with a history; gives them, the newest first.
    private func fill(_ ledger: Ledger) async throws -> [Submission] {
        let phases: [Submission.Phase] = [.ended, .refused, .tracked, .lost, .sent, .intended]
        for (number, phase) in phases.enumerated() {
            var run = try await ledger.intend(Self.submission("p\(number)", key: "key-\(number)"))
            run.phase = phase
            run.knownJobs = number == 1 ? nil : ["k\(number)"]
            run.lock = Digest.of("lock")
            run.price = Price(perHour: 2, currency: "EUR")
            run.sentAt = [.intended, .refused].contains(phase) ? nil : run.intendedAt
            if ![.intended, .refused, .sent].contains(phase) {
                run.jobID = "j\(number)"
                run.job = .object([.init("job_id", .string("j\(number)")), .init("status", "training")])
                for step in 1...3 {
                    let at = run.intendedAt.addingTimeInterval(Double(step))
                    try await ledger.add(
                        JobObservation(at: at, status: "training", step: step), ofJob: "j\(number)",
                        at: "https://t"
                    )
                }
            }
            if phase == .ended { run.endedAt = run.intendedAt }
            try await ledger.update(run)
        }
        return try await ledger.submissions()
    }

    /// The same without what another ledger numbers and dates anew.
    private func bare(_ runs: [Submission], export: String? = nil) -> [Submission] {
        runs.map { run in
            var run = run
            run.id = 0
            if let export { run.export = export }
            return run
        }
    }

    @Test("whole: phases, known jobs, history, open submissions; relative paths become absolute; once")
    func whole() async throws {
        let before = try await fill(own())
        let taken = try await store().ledger.submissions()
        #expect(bare(taken) == bare(before, export: directory.path("a/out/é")))
        for run in before {
            let (id, ledger) = (run.jobID ?? "", try await store().ledger)
            #expect(
                try await ledger.observations(ofJob: id, at: "https://t")
                    == own().observations(ofJob: id, at: "https://t"))
        }
        #expect(try await store().ledger.submissions() == taken)
        // Nothing in the old one has changed, and an absolute path stays.
        #expect(try await own().submissions() == before)
        let later = try await own().intend(Self.submission("later", key: "key-9", export: "/elsewhere/out"))
        #expect(
            try await store().ledger.submissions().first { $0.key == later.key }?.export == "/elsewhere/out")
    }

    @Test("older than whatever was written since, from whichever folder it comes")
    func order() async throws {
        let old = try await fill(own("b"))
        let new = try await store("a").ledger.intend(Self.submission("p", key: "new"))
        #expect(new.id > 0)
        let all = try await store("b").ledger.submissions()
        #expect(all.map(\.key) == ["new"] + old.map(\.key))
        #expect(try await store("a").ledger.intend(Self.submission("p", key: "newer")).id == new.id + 1)
    }

    @Test("a folder that was copied brings nothing twice, and what went on there is taken over")
    func copied() async throws {
        let runs = try await fill(own())
        try FileManager.default.copyItem(atPath: directory.path("a"), toPath: directory.path("b"))
        _ = try await store("a").ledger
        #expect(try await store("b").ledger.submissions().count == runs.count)
        #expect(try await store("b").ledger.observations(ofJob: "j0", at: "https://t").count == 3)
        var open = try #require(runs.first { $0.phase == .sent })
        open.phase = .acknowledged
        open.jobID = "found"
        // Whole seconds are what the ledger keeps: the change must be a later one.
        try await own("b").update(open)
        try await own("b").write {
            try $0.execute(sql: "UPDATE submission SET updated_at = '2099-01-01T00:00:00Z'")
        }
        #expect(try await store("b").ledger.submission(ofJob: "found")?.phase == .acknowledged)
        #expect(try await store("b").ledger.submissions().count == runs.count)
    }

    @Test("many at once take it over once")
    func atOnce() async throws {
        let runs = try await fill(own())
        try await withThrowingTaskGroup { group in
            for _ in 0..<12 { group.addTask { _ = try await store().ledger } }
            try await group.waitForAll()
        }
        #expect(try await store().ledger.submissions().count == runs.count)
        #expect(try await store().ledger.observations(ofJob: "j0", at: "https://t").count == 3)
    }

    @Test("broken off in the middle, nothing of it is there, and the next one does all of it")
    func brokenOff() async throws {
        let runs = try await fill(own())
        let ledger = try Ledger(user, besides: directory.path("none"))
        try await ledger.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER broken BEFORE INSERT ON job_sight WHEN NEW.job_id = 'j3'
                    BEGIN SELECT RAISE(ABORT, 'killed'); END
                    """)
        }
        await #expect(throws: StoreError.self) { try await store().ledger }
        #expect(try await ledger.submissions().isEmpty)
        try await ledger.write { try $0.execute(sql: "DROP TRIGGER broken") }
        #expect(try await store().ledger.submissions().count == runs.count)
    }

    @Test("one of the first version: what was intended counts as sent", arguments: [true, false])
    func firstVersion(withMigrations: Bool) async throws {
        try FileManager.default.createDirectory(
            atPath: directory.path("a/.lorapipe"), withIntermediateDirectories: true)
        let database = try DatabaseQueue(path: directory.path("a/.lorapipe/ledger.sqlite"))
        try await database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE submission (id INTEGER PRIMARY KEY AUTOINCREMENT, payload TEXT NOT NULL,
                    endpoint TEXT NOT NULL, dialect TEXT NOT NULL, output_name TEXT NOT NULL,
                    images INTEGER NOT NULL, export TEXT NOT NULL, intended_at TEXT NOT NULL,
                    phase TEXT NOT NULL, job_id TEXT, job TEXT, updated_at TEXT NOT NULL)
                    """)
            for (number, phase) in ["intended", "acknowledged"].enumerated() {
                try database.execute(
                    sql:
                        "INSERT INTO submission VALUES (NULL, ?, 'https://t', 'plain', 'n', 1, 'out', ?, ?, ?, NULL, ?)",
                    arguments: [
                        Digest.of(phase).hex, "2026-01-02T03:04:0\(number)Z", phase,
                        number == 0 ? nil : "j1", "2026-01-02T03:04:09Z",
                    ])
            }
            if withMigrations {
                try database.execute(
                    sql: """
                        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                        INSERT INTO grdb_migrations VALUES ('1')
                        """)
            }
        }
        try database.close()
        let taken = try await store().ledger.submissions()
        #expect(taken.map(\.phase) == [.acknowledged, .sent] && taken.first?.jobID == "j1")
        #expect(taken.last?.sentAt == taken.last?.updatedAt && taken.last?.knownJobs == nil)
        #expect(taken.map(\.export) == [directory.path("a/out"), directory.path("a/out")])
        #expect(try await store().ledger.submissions() == taken)
    }

    @Test("one that can't be read, or of a newer version, is told with its path")
    func unreadable() async throws {
        try directory.write(String(repeating: "no database\n", count: 200), "a/.lorapipe/ledger.sqlite")
        let damaged = await #expect(throws: StoreError.self) { try await store("a").ledger }
        #expect(damaged?.message.contains(directory.path("a/.lorapipe/ledger.sqlite")) == true)
        _ = try await fill(own("b"))
        try await own("b").write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('of a later day')")
        }
        let newer = await #expect(throws: StoreError.self) { try await store("b").ledger }
        #expect(newer?.message.contains("newer lorapipe") == true)
        #expect(try await store("c").ledger.submissions().isEmpty)
    }

    @Test("who works by the folder's own ledger, and who works by the user's, hand over one after the other")
    func turns() async throws {
        let own = try Store(at: directory.path("a/.lorapipe"))
        var held = try await own.submissionLock(to: "https://t")
        #expect(held != nil)
        #expect(try await store().submissionLock(to: "https://t") == nil)
        #expect(try await store().submissionLock(to: "https://other") != nil)
        let mine = try store()
        #expect(try await mine.ledger.submissions().isEmpty)
        _ = try await own.ledger.intend(Self.submission("p", key: "k"))
        held = nil
        held = try await mine.submissionLock(to: "https://t")
        #expect(held != nil)
        // What was written there while it waited is known.
        #expect(try await mine.ledger.submissions().count == 1)
        #expect(try await own.submissionLock(to: "https://t") == nil)
    }
}
