import Check
import Dataset
import Foundation
import MusubiAPI
import Pack
import Pipeline
import Synchronization
import TestKit
import Testing
import Train

@Suite("Runs: started, stopped, notified", .timeLimit(.minutes(2)))
struct RunsTests {
    /// A trainer whose job trains until it is cancelled, or for ever.
    private struct Scene {
        let directory: TemporaryDirectory
        let server: ScriptedServer
        let runs: Runs

        init(endsAt status: String = "training") throws {
            directory = try TemporaryDirectory("runs")
            let isCancelled = Flag()
            server = try ScriptedServer { request in
                if request.path == "/train/jobs" { return .answer(body: "[]") }
                if request.path == "/train/cancel/j1" { isCancelled.set() }
                let shown = isCancelled.isSet ? "cancelled" : status
                return .answer(
                    body: request.method == "POST" && request.path == "/train"
                        ? #"{"job_id":"j1","status":"queued"}"#
                        : #"{"job_id":"j1","status":"\#(shown)","output_path":"C:\\x.safetensors"}"#)
            }
            try directory.write("{}", "export/payload.json")
            runs = Runs(
                try RunContext(state: directory.path("state"), threads: 1),
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        }

        func submit(
            notifying targets: NotificationTargets = .none,
            cancelsJobs: @escaping StopQuestion = { _ in false }
        ) throws -> RunHandle<RunOutcome> {
            let manifest = ManifestHead(
                payload: .init(digest: Digest.of("{}"), bytes: 2, images: 0),
                training: .record(["output_name": "harbour_v1"]), recipe: .object([]), tools: .object([]),
                dataset: DatasetInfo(id: "d", name: "d", trigger: nil))
            return runs.submit(
                directory.path("export"), manifest, to: try Endpoint(server.url), .init(), notifying: targets,
                cancelsJobs: cancelsJobs)
        }

        /// The targets of a pipeline file with a command that leaves a file.
        func targets(_ command: String) throws -> NotificationTargets {
            let path = try directory.write(
                "pull: { source: folder, path: . }\nnotify:\n  command: \(command)\n", "p.yaml")
            return try PipelineSettings(at: path, environment: [:]).notificationTargets
        }

        var cancellations: Int { server.requests.count { $0.path == "/train/cancel/j1" } }
    }

    private static func names(_ events: RunEvents) async -> [String] {
        var names: [String] = []
        for await event in events { names.append(event.line["event"]?.string ?? "") }
        return names
    }

    /// Waits until the job is followed.
    private static func waitForProgress(_ run: RunHandle<RunOutcome>) async {
        for await event in run.events { if case .job(.progress) = event.event { return } }
    }

    @Test("stopped: the run ends, its job goes on, and what is known of it is kept")
    func stopped() async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        let notified = scene.directory.path("notified")
        let run = try scene.submit(notifying: scene.targets("touch '\(notified)'"))
        await Self.waitForProgress(run)
        run.cancel()
        run.cancel()
        // Without the stop this run has no end: the job trains for ever.
        let failure = await #expect(throws: Failure.self) { try await run.value }
        #expect(failure?.status == .interrupted && failure?.message == "left job j1 running")
        #expect(run.phase == .stopping && run.progress.jobID == "j1" && !run.progress.hasEnded)
        #expect(scene.cancellations == 0)
        #expect(await Self.names(run.events).last == "progress")
        #expect(!FileManager.default.fileExists(atPath: notified))
        // What was done is kept: a second run attaches and sends nothing.
        let again = try scene.submit()
        await Self.waitForProgress(again)
        again.cancel()
        #expect(await Self.names(again.events).contains("attached"))
        #expect(scene.server.requests.count { $0.method == "POST" } == 1)
    }

    @Test("stopped before it began: nothing is sent")
    func stoppedAtOnce() async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        let run = try scene.submit()
        run.cancel()
        let failure = await #expect(throws: Failure.self) { try await run.value }
        #expect(failure?.status == .interrupted)
        #expect(scene.server.requests.allSatisfy { $0.method == "GET" })
    }

    @Test("stopped, and its starter wants the job cancelled")
    func cancelled() async throws {
        let scene = try Scene()
        defer { scene.server.stop() }
        let asked = Mutex<[[String]]>([])
        let run = try scene.submit { ids in
            asked.withLock { $0.append(ids) }
            return true
        }
        await Self.waitForProgress(run)
        run.cancel()
        let failure = await #expect(throws: Failure.self) { try await run.value }
        #expect(failure?.code == "cancelled" && failure?.status == .job)
        #expect(asked.withLock { $0 } == [["j1"]])
        #expect(scene.cancellations == 1 && run.phase == .cancellingJob)
    }

    @Test("ended: notified once, and what goes wrong with that is an event before the value")
    func notified() async throws {
        let scene = try Scene(endsAt: "completed")
        defer { scene.server.stop() }
        let run = try scene.submit(notifying: scene.targets("exit 3"))
        let outcome = try await run.value
        #expect(outcome.status == .completed && outcome.outputPath == #"C:\x.safetensors"#)
        #expect(outcome.failure == nil && outcome.exit == .done)
        #expect(await Self.names(run.events).suffix(2) == ["finished", "notify-failed"])
    }

    @Test("followed: the job submitted last; none where nothing was submitted")
    func followed() async throws {
        let scene = try Scene(endsAt: "failed")
        defer { scene.server.stop() }
        let endpoint = try Endpoint(scene.server.url)
        let none = await #expect(throws: Failure.self) {
            try await scene.runs.follow(nil, at: endpoint).value
        }
        #expect(none?.code == "no-job")
        _ = try await scene.submit().value
        let outcome = try await scene.runs.follow(nil, at: endpoint).value
        #expect(outcome.run == "harbour_v1" && outcome.jobID == "j1" && outcome.failure?.code == "job-failed")
    }

    @Test("a batch is one stream: each run's events carry its name, the batch's own none")
    func batch() async throws {
        let trainer = try ContraryTrainer(.plain, { _ in })
        defer { trainer.stop() }
        let directory = try TemporaryDirectory("batch")
        for name in ["dawn-fleet.jpg", "dawn-fleet.txt"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: Program.root + "/samples/harbour/\(name)"))
            try directory.write(bytes, "pictures/\(name)")
        }
        let path = try directory.write(
            """
            name: two
            pull: { source: folder, path: pictures, trigger: h4rbour }
            check: { on_error: skip }
            prepare: { resolution: 512, format: jpeg }
            train: { endpoint: "\(trainer.url)", output_name: same }
            matrix: { train.seed: [1, 2] }
            """, "two.yaml")
        let plan = try BatchPlan(reading: [path], environment: [:])
        let runs = Runs(try RunContext(state: directory.path("state"), threads: 1), environment: [:])
        let run = runs.batch(
            plan.runs.map { .init($0, exportingTo: directory.path("out/\($0.name)")) }, inFlight: 2, .init())
        var ends: [String?] = []
        var ids: Set<String> = []
        var last = 0
        for await event in run.events {
            #expect(event.number > last)
            last = event.number
            switch event.event {
            case .runFinished(let outcome):
                #expect(outcome.run == event.name)
                ends.append(event.name)
            case .batchFinished: ends.append(event.name)
            default: if event.name != nil { ids.insert(event.run) }
            }
        }
        let outcomes = try await run.value
        #expect(outcomes.map(\.status) == [.completed, .completed])
        #expect(Set(ends.dropLast().compactMap(\.self)) == Set(plan.runs.map(\.name)))
        #expect(ends.last == .some(nil) && ids.count == 2)
        for (planned, outcome) in zip(plan.runs, outcomes) {
            let progress = run.progress(ofRunNamed: planned.name)
            #expect(progress.hasEnded && progress.jobID == outcome.jobID)
        }
    }

    @Test("a preflight's findings are in its value, and its counts in its events")
    func preflight() async throws {
        let directory = try TemporaryDirectory("preflight")
        try directory.write("no picture", "pictures/a.jpg")
        let path = try directory.write("pull: { source: folder, path: pictures }\n", "p.yaml")
        let file = try PipelineFile(at: path, for: .check, environment: [:])
        let runs = Runs(try RunContext(state: directory.path("state"), threads: 1), environment: [:])
        let run = runs.preflight(file)
        let report = try await run.value.report
        #expect(report.blocks)
        var shown: Report.Summary?
        for await event in run.events { if case .report(let counts, _, _) = event.event { shown = counts } }
        #expect(shown == report.summary)
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}
