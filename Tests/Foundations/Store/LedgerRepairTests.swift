import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

/// Ledgers with hundreds of runs, damaged page by page.
@Suite struct LedgerRepairTests {
    private let directory: TemporaryDirectory
    private var state: String { directory.path("state") }
    private var file: String { state + "/ledger.sqlite" }

    init() throws { directory = try TemporaryDirectory("repair") }

    /// Every run has a key of its own, which is found by its bytes wherever it stands.
    private static func key(_ number: Int) -> String { "key-\(100_000 + number)" }

    private func ledger() async throws -> Ledger { try await Store(at: state).ledger }

    /// Fills a ledger. Every tenth run is open, every 50th knows so many jobs that its row does not fit into a page.
    @discardableResult
    private func fill(_ count: Int, from first: Int = 0, in ledger: Ledger? = nil) async throws
        -> [Submission]
    {
        let own = try await self.ledger()
        let ledger = ledger ?? own
        var runs: [Submission] = []
        for number in first..<first + count {
            var run = Submission(
                payload: Digest.of("\(number)"), endpoint: "https://t", dialect: "plain",
                outputName: "harbour_v\(number)", images: number, export: "/exports/\(number)")
            run.key = Self.key(number)
            run.knownJobs =
                number % 50 == 49 ? Set((0..<300).map { "job-that-was-there-before-\($0)" }) : ["before"]
            run = try await ledger.intend(run)
            run.jobID = "job-\(number)"
            run.phase = number % 10 == 0 ? .tracked : .ended
            try await ledger.update(run)
            for moment in 0..<5 {
                try await ledger.add(
                    JobObservation(
                        at: Date(timeIntervalSince1970: 1e9 + Double(moment)), status: "training",
                        step: moment),
                    ofJob: "job-\(number)", at: "https://t")
            }
            runs.append(run)
        }
        return runs
    }

    /// Writes what the log holds into the file, as when the last process that has the ledger open ends.
    private func bytes() throws -> [UInt8] {
        try DatabaseQueue(path: file).writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        return try directory.bytes("state/ledger.sqlite")
    }

    private func write(_ bytes: [UInt8]) throws {
        for ending in ["-wal", "-shm"] { unlink(file + ending) }
        try directory.write(bytes, "state/ledger.sqlite")
    }

    private func repair() throws -> [StateDamage] {
        try LedgerCheck.check(.inState, besides: state, dryRun: false)
    }

    /// The runs whose key stands nowhere but in a page: what no reading of the rest can give.
    private static func runs(onlyIn page: Int, of bytes: [UInt8], _ count: Int) -> Set<String> {
        let rest =
            bytes[..<(page * 4096)] + [UInt8](repeating: 0, count: 4096) + bytes[((page + 1) * 4096)...]
        let text = String(decoding: rest, as: Unicode.ASCII.self)
        let found = Set(text.matches(of: /key-[0-9]{6}/).map { String($0.output) })
        return Set((0..<count).map(key)).subtracting(found)
    }

    @Test("page after page: no run is lost that stands on another", .needs(.minutes))
    func everyPage() async throws {
        let count = 400
        var (runs, whole): ([Submission], [UInt8]) = ([], [])
        do {
            runs = try await fill(count)
            whole = try bytes()
        }
        let pages = whole.count / 4096
        #expect(pages > 60)
        let byKey = Dictionary(uniqueKeysWithValues: try await ledger().submissions().map { ($0.key, $0) })
        #expect(byKey.count == count)
        /// The pages with runs, the first, which lead to all others, and some of the rest.
        func isChosen(_ page: Int) async -> Bool {
            page < 12 || page % 5 == 0 || !Self.runs(onlyIn: page, of: whole, count).isEmpty
        }
        var (damaged, losing, notes) = (0, 0, [String]())
        for page in 0..<pages where await isChosen(page) {
            var bytes = whole
            // By turns what a disk gives for a page that it lost, and what a stray write leaves.
            let junk: UInt8 = page % 2 == 0 ? 0 : 0xA5
            for position in (page * 4096)..<((page + 1) * 4096) { bytes[position] = junk }
            try write(bytes)
            let found = try repair()
            // Nobody sees the loss of a page that is not in use, or of the text in one that goes on with another.
            guard let damage = found.first else { continue }
            damaged += 1
            let lost = Self.runs(onlyIn: page, of: whole, count)
            losing += lost.isEmpty ? 0 : 1
            let read = try await ledger().submissions()
            let missing = Set(byKey.keys).subtracting(read.map(\.key))
            #expect(missing.isSubset(of: lost), "page \(page): \(missing.subtracting(lost))")
            #expect(damage.isMended == missing.isEmpty, "page \(page): \(damage.message)")
            for run in read where run.knownJobs?.count == 1 {
                #expect(run == byKey[run.key], "page \(page)")
            }
            notes.append(damage.message)
            // Numbers that were given out are not given out again.
            await #expect(try fill(1).first.map { $0.id > runs.map(\.id).max() ?? 0 } == true)
            for name in try directory.names(under: "state") where name.contains(".damaged-") {
                #expect(
                    try directory.bytes("state/" + name) == bytes || name.hasSuffix("-wal"), "page \(page)")
                unlink(state + "/" + name)
            }
            #expect(try repair() == [])
        }
        // The control: pages with runs were among them, and pages that lead to all others.
        #expect(damaged > pages / 4 && losing > 10, "\(damaged) of \(pages), \(losing)")
        #expect(notes.contains { $0.contains(" 0 run(s) and") } == false)
    }

    @Test("the control: SQLite alone does not get past a damaged page")
    func control() async throws {
        do { try await fill(400) }
        var bytes = try bytes()
        let places = bytes.ranges(of: Array(Self.key(200).utf8))
        #expect(places.count == 1)
        let page = try #require(places.first).lowerBound / 4096
        for position in (page * 4096)..<((page + 1) * 4096) { bytes[position] = 0 }
        try write(bytes)
        await #expect(throws: StoreError.self) { try await ledger().submissions() }
        let found = try repair()
        #expect(found.map(\.kind) == [.ledger] && found.first?.isMended == false)
        let read = try await ledger().submissions()
        #expect(read.count < 400 && read.count > 370)
        // What was lost is told, with the jobs that the histories name.
        #expect(found.first?.message.contains("job-200") == true, "\(found)")
    }

    @Test func aDryRunChangesNothing() async throws {
        do { try await fill(50) }
        var bytes = try bytes()
        for position in 4096..<8192 { bytes[position] = 0 }
        try write(bytes)
        let found = try LedgerCheck.check(.inState, besides: state, dryRun: true)
        #expect(found.map(\.isMended) == [false])
        #expect(try directory.bytes("state/ledger.sqlite") == bytes)
        #expect(try directory.names(under: "state").contains { $0.contains("damaged") } == false)
    }

    @Test("what stands in the log alone is read too", arguments: [0, 1, 4, 9])
    func log(_ page: Int) async throws {
        do { try await fill(100) }
        _ = try bytes()
        do {
            // Killed: the log stays as it is.
            let ledger = try await ledger()
            try await fill(20, from: 100, in: ledger)
            for ending in ["", "-wal"] {
                try directory.write(directory.bytes("state/ledger.sqlite" + ending), "killed" + ending)
            }
        }
        try write(directory.bytes("killed"))
        try directory.write(directory.bytes("killed-wal"), "state/ledger.sqlite-wal")
        var bytes = try directory.bytes("killed")
        for position in (page * 4096)..<((page + 1) * 4096) { bytes[position] = 0xA5 }
        try directory.write(bytes, "state/ledger.sqlite")
        guard let damage = try repair().first else {
            // The log has that page too: then nothing is damaged.
            await #expect(try ledger().submissions().count == 120)
            return
        }
        let lost = Self.runs(
            onlyIn: page, of: try directory.bytes("killed") + directory.bytes("killed-wal"), 120)
        let missing = Set((0..<120).map(Self.key)).subtracting(try await ledger().submissions().map(\.key))
        #expect(missing == lost, "\(damage.message)")
    }

    @Test(
        "a log is applied as SQLite itself does it, up to the last whole commit",
        arguments: [0, 1, 5000, 40_000])
    func applied(_ cut: Int) async throws {
        do {
            let ledger = try await ledger()
            try await fill(30, in: ledger)
            for ending in ["", "-wal"] {
                try directory.write(directory.bytes("state/ledger.sqlite" + ending), "killed" + ending)
            }
        }
        let log = try directory.bytes("killed-wal")
        #expect(log.count > 100_000)
        try directory.write(log.dropLast(cut), "killed-wal")
        try directory.write(directory.bytes("killed"), "applied")
        let descriptor = open(directory.path("applied"), O_RDWR)
        try WriteAheadLog.apply(directory.path("killed-wal"), to: descriptor, "applied")
        close(descriptor)
        try await DatabaseQueue(path: directory.path("killed")).writeWithoutTransaction {
            _ = try $0.checkpoint(.truncate)
        }
        #expect(try directory.bytes("applied") == directory.bytes("killed"))
    }

    @Test func aLedgerThatIsOpenElsewhereIsLeftAlone() async throws {
        do { try await fill(200) }
        var bytes = try bytes()
        for position in (20 * 4096)..<(21 * 4096) { bytes[position] = 0 }
        try write(bytes)
        var other: Ledger? = try await ledger()
        let found = try repair()
        #expect(found.first?.isMended == false && found.first?.message.contains("has it open") == true)
        withExtendedLifetime(other) {}
        other = nil
        // The control.
        #expect(try repair().first?.message.contains("new ledger") == true)
        await #expect(try ledger().submissions().count > 190)
    }

    @Test func whatIsNoDatabaseAtAllGivesAnEmptyLedger() async throws {
        try directory.write(String(repeating: "no database\n", count: 2000), "state/ledger.sqlite")
        let found = try repair()
        #expect(found.first?.message.contains("0 run(s)") == true)
        #expect(try await ledger().submissions() == [] && repair() == [])
    }

    /// One of which it is not known whether it left after the page was written.
    @Test func aRunFromAPageOutsideTheTreeMayHaveBeenSent() async throws {
        do {
            let ledger = try await ledger()
            _ = try await ledger.intend(
                Submission(
                    payload: Digest.of("a"), endpoint: "https://t", dialect: "plain", outputName: "n",
                    images: 1,
                    export: "/e"))
        }
        var bytes = try bytes()
        let schema = try #require(
            String(decoding: bytes, as: Unicode.ASCII.self).firstRange(of: "CREATE TABLE"))
        #expect(schema.lowerBound < schema.upperBound)
        // The page with the tables' names.
        for position in 100..<4096 { bytes[position] = 0 }
        try write(bytes)
        _ = try repair()
        let read = try await ledger().submissions()
        #expect(read.map(\.phase) == [.sent] && read.first?.sentAt != nil)
    }

    @Test func aLedgerOfANewerVersionIsNotRepaired() async throws {
        do {
            let ledger = try await ledger()
            try await fill(200, in: ledger)
            try await ledger.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('of a later day')")
            }
        }
        var bytes = try bytes()
        for position in (20 * 4096)..<(21 * 4096) { bytes[position] = 0 }
        try write(bytes)
        let error = #expect(throws: StoreError.self) { try repair() }
        #expect(error?.message.contains("newer lorapipe") == true)
        #expect(try directory.bytes("state/ledger.sqlite") == bytes)
    }
}
