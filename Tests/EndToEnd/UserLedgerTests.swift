import Dataset
import Foundation
import TestKit
import Testing

@Suite("One run, never two, whatever folder it is started in")
struct UserLedgerTests {
    private let place: TemporaryDirectory
    private let user: TemporaryDirectory

    init() throws {
        place = try TemporaryDirectory("folders")
        user = try TemporaryDirectory("user-state")
        for name in ["paper-cut-sloop", "poster-moon"] {
            for ending in ["png", "txt"] {
                let file = URL(fileURLWithPath: "\(Program.root)/samples/harbour/\(name).\(ending)")
                try place.write(Data(contentsOf: file), "pictures/\(name).\(ending)")
            }
        }
        try place.write(
            """
            name: sample
            pull: { source: folder, path: pictures, trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg }
            train: { endpoint: "${TRAINER}", output_name: same }
            """, "p.yaml")
        for folder in ["one", "two"] { try place.write("", "\(folder)/.keep") }
    }

    /// Runs the program in a folder, as a user does who names no state directory.
    private func run(
        _ arguments: [String], in folder: String, _ trainer: ContraryTrainer, state: String? = nil,
        _ more: [(String, String)] = []
    ) async throws -> Program.Outcome {
        let variables = [("TRAINER", trainer.url), ("XDG_STATE_HOME", state ?? user.path)]
        return try await Program.run(arguments, variables + more, in: place.path(folder))
    }

    private func events(_ run: Program.Outcome) throws -> [String] {
        try run.events().compactMap { $0["event"]?.string }
    }

    @Test("trained in one folder, it is told of in the other; while it runs, it is followed there")
    func twoFolders() async throws {
        let trainer = try ContraryTrainer { $0.course = .whole }
        defer { trainer.stop() }
        let first = try await run(["train", "../p.yaml", "--detach"], in: "one", trainer)
        #expect(first.status == 0, "\(first.errors)")
        let second = try await run(["train", "../p.yaml", "--json"], in: "two", trainer)
        #expect(second.status == 0, "\(second.errors)")
        #expect(try events(second).contains("attached") && trainer.submissions == 1)
        let third = try await run(["train", "../p.yaml", "--json"], in: "one", trainer)
        #expect(try third.events().last?["trained_before"] == true && trainer.submissions == 1)
        for folder in ["one", "two"] {
            #expect(FileManager.default.fileExists(atPath: place.path("\(folder)/.lorapipe/caches.sqlite")))
            #expect(!FileManager.default.fileExists(atPath: place.path("\(folder)/.lorapipe/ledger.sqlite")))
        }
        #expect(FileManager.default.fileExists(atPath: user.path("lorapipe/ledger.sqlite")))
        let shown = try await run(["receipts", "--json"], in: "pictures", trainer)
        #expect(try shown.json()["receipts"]?.array?.count == 1)
        // The paths in it hold wherever they are read.
        #expect(
            try shown.json()["receipts"]?.array?.first?["export"]?.string
                == place.path("one/.lorapipe/exports/sample"))
        #expect(!FileManager.default.fileExists(atPath: place.path("pictures/.lorapipe")))
    }

    @Test("the control: two users at a trainer without a list train twice")
    func control() async throws {
        let trainer = try ContraryTrainer { $0.list.isMissing = true }
        defer { trainer.stop() }
        for folder in ["one", "two"] {
            let run = try await run(
                ["train", "../p.yaml"], in: folder, trainer, state: place.path("\(folder)-state"))
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(trainer.started.count == 2)
    }

    @Test("at a trainer with a list, the second user is stopped by the name, and sends by --resubmit alone")
    func otherUser() async throws {
        let trainer = try ContraryTrainer { $0.course = .stalled }
        defer { trainer.stop() }
        _ = try await run(["train", "../p.yaml", "--detach"], in: "one", trainer)
        let other = place.path("other-state")
        let train = ["train", "../p.yaml", "--detach"]
        let stopped = try await run(train + ["--json"], in: "two", trainer, state: other)
        #expect(stopped.status == 2 && trainer.submissions == 1)
        #expect(try stopped.events().last?["error"]?["code"]?.string == "output-name-in-use")
        #expect(stopped.errors.contains("--resubmit") && stopped.errors.contains(trainer.started[0].id))
        let again = try await run(train + ["--again"], in: "two", trainer, state: other)
        #expect(again.status == 2 && trainer.submissions == 1)
        let sent = try await run(train + ["--resubmit"], in: "two", trainer, state: other)
        #expect(sent.status == 0 && trainer.started.count == 2, "\(sent.errors)")
    }

    @Test("on a terminal a person is asked", arguments: ["f", "s", "q", "\\x03"])
    func asked(_ answer: String) async throws {
        let trainer = try ContraryTrainer { $0.course = .stalled }
        defer { trainer.stop() }
        _ = try await run(["train", "../p.yaml", "--detach"], in: "one", trainer)
        let output = try await OnTerminal.run(
            ["train", place.path("p.yaml"), "--detach", "--state", place.path("other")],
            [("TRAINER", trainer.url)], typing: "[q]uit=>\(answer)\(answer.count == 1 ? "\\n" : "")")
        let job = trainer.started[0].id
        #expect(output.contains(job), "\(output)")
        switch answer {
        case "f": #expect(output.contains("EXIT 0") && trainer.started.count == 1, "\(output)")
        case "s": #expect(output.contains("EXIT 0") && trainer.started.count == 2, "\(output)")
        case "q": #expect(output.contains("EXIT 2") && trainer.started.count == 1, "\(output)")
        default: #expect(output.contains("EXIT 130") && trainer.started.count == 1, "\(output)")
        }
    }

    @Test("a folder's ledger of before is known to the user's")
    func takenOver() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        _ = try await run(["train", "../p.yaml", "--state", ".lorapipe"], in: "one", trainer)
        #expect(trainer.submissions == 1)
        // Seen once in its folder, it is known in the others.
        #expect(try await run(["jobs", "--endpoint", trainer.url], in: "one", trainer).status == 0)
        let second = try await run(["train", "../p.yaml", "--json"], in: "two", trainer)
        #expect(try second.events().last?["trained_before"] == true, "\(second.errors)")
        #expect(trainer.submissions == 1)
    }

    @Test("submit, too, writes down where the export lies, not how it was spelled")
    func submitted() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let out = ["export", "../p.yaml", "--out", "out", "--set", "train.endpoint="]
        #expect(try await run(out, in: "one", trainer).status == 0)
        let sent = try await run(["submit", "out", "--endpoint", trainer.url], in: "one", trainer)
        #expect(sent.status == 0, "\(sent.errors)")
        let shown = try await run(["receipts", "--json"], in: "two", trainer).json()["receipts"]?.array?.first
        #expect(shown?["export"]?.string == place.path("one/out"))
        #expect(shown?["receipt"]?.string == place.path("one/out/receipt.json"))
    }

    @Test("without a home there is no ledger, which only those are told who need it")
    func noHome() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let none = [("HOME", ""), ("XDG_STATE_HOME", "")]
        let check = try await run(["check", "../p.yaml"], in: "one", trainer, none)
        #expect(check.status == 0, "\(check.errors)")
        let train = try await run(["train", "../p.yaml"], in: "one", trainer, none)
        #expect(train.status == 6 && train.lastError.contains("HOME"), "\(train.errors)")
        #expect(trainer.asked.isEmpty)
        let named = try await run(["train", "../p.yaml", "--state", "s"], in: "one", trainer, none)
        #expect(named.status == 0, "\(named.errors)")
    }

    @Test("another output name writes over no receipt of the run before")
    func receipts() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        for name in ["same", "h2", "same"] {
            let run = try await run(
                ["train", "../p.yaml", "--again", "--set", "train.output_name=\(name)"], in: "one", trainer)
            #expect(run.status == 0, "\(run.errors)")
        }
        let listed =
            try await run(["receipts", "--json"], in: "two", trainer).json()["receipts"]?.array ?? []
        let paths = listed.compactMap { $0["receipt"]?.string }
        #expect(Set(paths).count == 3, "\(paths)")
        for run in listed {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: run["receipt"]?.string ?? ""))
            let receipt = try JSONValue(parsing: [UInt8](bytes))
            #expect(receipt["job_id"] == run["job_id"] && receipt["payload"] == run["payload"])
        }
        #expect(paths.first == place.path("one/.lorapipe/exports/sample/receipt.json"))
    }
}
