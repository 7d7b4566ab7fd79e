import Dataset
import Foundation
import Store
import TestKit
import Testing
import Train

@Suite struct ReceiptTests {
    private let directory: TemporaryDirectory
    private let ledger: Ledger

    init() async throws {
        directory = try TemporaryDirectory("receipt")
        ledger = try await Store(at: directory.path("state")).ledger
        try lock("payload")
    }

    /// Writes an export's lock of a payload.
    private func lock(_ payload: String, in folder: String = "out") throws {
        let head = ManifestHead(
            payload: .init(digest: Digest.of(payload), bytes: 7, images: 0),
            training: RecordScene.settings(), recipe: .object([]), tools: .object([]),
            dataset: DatasetInfo(id: "d", name: "Harbour", trigger: nil))
        var writer = ManifestWriter()
        try directory.write(writer.begin(head) + writer.end(), "\(folder)/manifest.lock.json")
    }

    private func kept(_ change: (inout Submission) async -> Void = { _ in }) async throws -> Submission {
        var submission = RecordScene.ended(export: directory.path("out"))
        submission.bytes = 7
        submission.lock = Digest.of("lock")
        submission.price = Price(perHour: 6, currency: "EUR")
        await change(&submission)
        return try await ledger.keep(submission, RecordScene.history())
    }

    private var text: String {
        get throws { String(decoding: try directory.bytes("out/receipt.json"), as: UTF8.self) }
    }

    @Test func itJoinsWhatIsKnown() async throws {
        let submission = try await kept()
        #expect(
            try await Receipt.write(for: submission, ledger: ledger)
                == .file(directory.path("out/receipt.json")))
        let json = try JSONValue(parsing: try text)
        #expect(
            json["schema"] == "lorapipe.receipt/1" && json["job_id"] == "job-1"
                && json["status"] == "completed")
        #expect(
            json["payload"]?["sha256"]?.string == Digest.of("payload").hex && json["payload"]?["bytes"] == 7)
        #expect(json["lock"]?["sha256"]?.string == Digest.of("lock").hex && json["dataset"] == "Harbour")
        #expect(json["training"] == submission.training && json["endpoint"] == "https://t")
        #expect(json["ended_at"]?.string == submission.endedAt?.formatted(.iso8601))
        #expect(json["stages"]?.array?.last?["seconds"]?.double == 600 && json["steps"] == 600)
        #expect(json["final_loss"]?.double == 0.0863)
        #expect(json["output_path"]?.string == #"C:\models\loras\QWEN\harbour_v1.safetensors"#)
        // 660 s of work at 6 EUR an hour.
        #expect(json["cost"]?["estimate"]?.double == 1.1 && json["cost"]?["currency"] == "EUR")
        #expect(json["cost"]?["is_lower_bound"] == false)
        #expect(Receipt.place(of: submission) == .file(directory.path("out/receipt.json")))
    }

    @Test func whatNobodySawMakesTheCostTheLeast() async throws {
        let submission = try await kept()
        let half = RecordScene.history().filter { $0.status == "training" }
        #expect(Receipt(submission, half).cost?.text == "at least 1.00 EUR")
        #expect(Receipt(submission, RecordScene.history()).cost?.text == "about 1.10 EUR")
        #expect(Receipt(submission, []).cost == nil)
        let free = try await kept { $0.price = nil }
        #expect(Receipt(free, RecordScene.history()).cost == nil)
    }

    @Test func writtenAgainItIsTheSameFile() async throws {
        let submission = try await kept()
        try await Receipt.write(for: submission, ledger: ledger)
        let before = try FileManager.default.attributesOfItem(atPath: directory.path("out/receipt.json"))
        try await Receipt.write(for: submission, ledger: ledger)
        let after = try FileManager.default.attributesOfItem(atPath: directory.path("out/receipt.json"))
        #expect(before[.systemFileNumber] as? UInt64 == after[.systemFileNumber] as? UInt64)
        // The control: one that a kill left half is written anew.
        try directory.write(try text.replacing("completed", with: "queued"), "out/receipt.json")
        try await Receipt.write(for: submission, ledger: ledger)
        #expect(try text.contains("\"status\": \"completed\""))
        #expect(try directory.names(under: "out") == ["manifest.lock.json", "receipt.json"])
    }

    /// Where it is not written, and what stands there stays.
    @Test(arguments: ["gone", "unlocked", "stranger", "running", "damaged", "folder"])
    func itIsWrittenNowhereElse(_ case: String) async throws {
        var submission = try await kept()
        let theirs = "{\"schema\": \"shop/1\"}"
        switch `case` {
        case "gone": try FileManager.default.removeItem(atPath: directory.path("out"))
        case "unlocked": try FileManager.default.removeItem(atPath: directory.path("out/manifest.lock.json"))
        case "stranger": try directory.write(theirs, "out/receipt.json")
        case "running": submission.phase = .tracked
        case "damaged": try directory.write("{", "out/manifest.lock.json")
        default: try directory.write("x", "out/receipt.json/x")
        }
        let before = try? directory.bytes("out/receipt.json")
        guard case .none(let why) = try await Receipt.write(for: submission, ledger: ledger) else {
            Issue.record("it was written")
            return
        }
        #expect(!why.isEmpty)
        #expect((try? directory.bytes("out/receipt.json")) == before)
        #expect(before == Array(theirs.utf8) || `case` != "stranger")
    }

    /// Nothing that documents a run is written over by another's.
    @Test func everyRunKeepsItsOwn() async throws {
        let first = try await kept()
        try await Receipt.write(for: first, ledger: ledger)
        let second = try await kept {
            $0.jobID = "job-2/é"
            $0.intendedAt += 60
        }
        var later = second
        later.intendedAt = first.intendedAt + 60
        // The same payload once more: the newest is receipt.json, and the older one keeps a name of its own.
        #expect(
            try await Receipt.write(for: later, ledger: ledger) == .file(directory.path("out/receipt.json")))
        #expect(Receipt.place(of: first) == .file(directory.path("out/receipt-job-1.json")))
        #expect(
            try await Receipt.write(for: first, ledger: ledger)
                == .file(directory.path("out/receipt-job-1.json")))
        #expect(Receipt.place(of: later) == .file(directory.path("out/receipt.json")))
        // Another payload stands there now: a run of the old one that ends is documented all the same.
        try lock("another payload")
        let third = try await kept { $0.jobID = "job-1" + "-of-another-trainer" }
        #expect(
            try await Receipt.write(for: third, ledger: ledger)
                == .file(directory.path("out/receipt-job-1-of.json")))
        var elsewhere = third
        elsewhere.endpoint = "https://other"
        elsewhere = try await ledger.keep(elsewhere, [])
        #expect(
            try await Receipt.write(for: elsewhere, ledger: ledger)
                == .file(directory.path("out/receipt-job-1-of-2.json")))
        for run in [first, later, third, elsewhere] {
            guard case .file(let path) = Receipt.place(of: run) else {
                Issue.record("\(run.jobID ?? "") has none")
                continue
            }
            let bytes = try directory.bytes(String(path.dropFirst(directory.path.count + 1)))
            let json = try JSONValue(parsing: bytes)
            #expect(json["job_id"]?.string == run.jobID && json["endpoint"]?.string == run.endpoint)
        }
        #expect(try directory.names(under: "out").count == 5)
    }

    @Test func aLostJobHasOneToo() async throws {
        let submission = try await kept {
            $0.phase = .lost
            $0.endedAt = nil
        }
        try await Receipt.write(for: submission, ledger: ledger)
        let json = try JSONValue(parsing: try text)
        #expect(json["status"] == "lost" && json["ended_at"] == .null)
    }
}
