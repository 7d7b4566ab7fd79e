import Curl
import Dataset
import GRDB
import MusubiAPI
import Store
import Synchronization
import TestKit
import Train

/// A trainer that answers as told, and an export with a ledger to hand over to it.
final class TrainScene: Sendable {
    typealias Reply = ScriptedServer.Reply

    static let token = "canary-token-5317"

    let directory: TemporaryDirectory
    let server: ScriptedServer
    let client: TrainerClient
    let store: Store
    let payload: [UInt8]
    let manifest: ManifestHead
    /// What the trainer answers when it is asked for its jobs: one a request, the last one for ever.
    let lists: Script
    /// How long was waited.
    let waited = Mutex(Duration.zero)

    init(
        in directory: TemporaryDirectory? = nil, dialect: Dialect = .plain, prefix: String = "",
        token: String? = TrainScene.token, lists: [Reply] = [.answer(body: "[]")],
        beforeBody: (@Sendable (ScriptedServer.Request) -> Reply?)? = nil,
        _ handler: @escaping ScriptedServer.Handler
    ) throws {
        let directory = try directory ?? TemporaryDirectory("train")
        self.directory = directory
        let lists = Script(lists)
        self.lists = lists
        server = try ScriptedServer(beforeBody: { $0.method == "GET" ? nil : beforeBody?($0) }) { request in
            Self.isList(request) ? lists.next() : handler(request)
        }
        client = TrainerClient(
            try Endpoint(server.url + prefix, dialect: dialect, token: token), http: HTTPClient())
        store = try Store(at: directory.path("state"))
        // More than one piece for the client and for the server.
        payload = (0..<300_007).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        try directory.write(payload, "export/payload.json")
        manifest = Self.manifest(of: payload)
    }

    /// A trainer that gives these answers, one a request, the last one for ever.
    convenience init(
        dialect: Dialect = .plain, prefix: String = "", token: String? = TrainScene.token,
        lists: [Reply] = [.answer(body: "[]")], _ replies: Reply...
    ) throws {
        let script = Script(replies)
        try self.init(dialect: dialect, prefix: prefix, token: token, lists: lists) { _ in script.next() }
    }

    private static func isList(_ request: ScriptedServer.Request) -> Bool {
        request.method == "GET" && request.path.hasSuffix("/jobs")
    }

    /// Waiting that takes no time.
    var time: Timekeeper {
        Timekeeper(
            now: { self.waited.withLock { $0 } },
            pause: { pause in
                try Task.checkCancellation()
                self.waited.withLock { $0 += pause }
            }, jitter: { 0.5 })
    }

    deinit { server.stop() }

    static func manifest(of payload: [UInt8]) -> ManifestHead {
        ManifestHead(
            payload: .init(digest: Digest.of(payload), bytes: Int64(payload.count), images: 0),
            training: .object([.init("output_name", "harbour_v1")]), recipe: .object([]), tools: .object([]),
            dataset: DatasetInfo(id: "d", name: "Harbour", trigger: nil))
    }

    /// Hands the export over; to another spelling of the address, with another manifest, when given.
    @discardableResult
    func submit(
        resubmit: Bool = false, again: Bool = false, to endpoint: Endpoint? = nil,
        _ other: ManifestHead? = nil, emit: (String) -> Void = { _ in }
    ) async throws -> Submit.Outcome {
        let client = endpoint.map { TrainerClient($0, http: HTTPClient()) } ?? client
        // A state directory opened anew: what another process would find.
        return try await Submit(client: client, store: Store(at: directory.path("state")), time: time)(
            export: directory.path("export"), manifest: other ?? manifest,
            .init(again: again, resubmit: resubmit), emit: emit)
    }

    /// The submission that its export comes to.
    var submission: Submission {
        var submission = Submission(
            payload: manifest.payload.digest, endpoint: client.endpoint.url, dialect: "plain",
            outputName: "harbour_v1", images: 0, export: directory.path("export"))
        submission.bytes = manifest.payload.bytes
        submission.key = "key"
        return submission
    }

    /// Writes down a job as if it had been handed over before.
    func acknowledge(_ jobID: String) async throws {
        var submission = try await store.ledger.intend(submission)
        submission.phase = .acknowledged
        submission.jobID = jobID
        try await store.ledger.update(submission)
    }

    /// What another process would find written down, the newest first.
    func written() async throws -> [Submission] {
        try await Store(at: directory.path("state")).ledger.submissions()
    }

    /// The phase of the newest submission, read past the ledger's own code from wherever this is called.
    static func phaseOnDisk(in directory: TemporaryDirectory) -> Submission.Phase? {
        // A failure to read shows as nil, which fails the expectation that compares it.
        let word = try? DatabaseQueue(path: directory.path("state/ledger.sqlite")).read {
            try String.fetchOne($0, sql: "SELECT phase FROM submission ORDER BY id DESC")
        }
        return word.flatMap(Submission.Phase.init)
    }

    /// What the trainer was asked besides its list, as `METHOD target`.
    var asked: [String] { others.map { "\($0.method) \($0.target)" } }

    /// What it was asked besides its list.
    var others: [ScriptedServer.Request] { server.requests.filter { !Self.isList($0) } }

    /// How often it was asked for its list.
    var listed: Int { server.requests.count(where: Self.isList) }
}

/// Answers in their order.
final class Script: Sendable {
    private let replies: Mutex<[ScriptedServer.Reply]>

    init(_ replies: [ScriptedServer.Reply]) { self.replies = Mutex(replies) }

    func replace(_ new: [ScriptedServer.Reply]) { replies.withLock { $0 = new } }

    func next() -> ScriptedServer.Reply { replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}

/// What was told, in its order.
final class Told<Element: Sendable>: Sendable {
    private let list = Mutex<[Element]>([])

    func add(_ element: Element) { list.withLock { $0.append(element) } }

    var all: [Element] { list.withLock { $0 } }
}

extension Submit.Outcome {
    var startedID: String? { if case .started(let id) = self { id } else { nil } }
    var runningID: String? { if case .running(let id) = self { id } else { nil } }
    var trainedID: String? { if case .trained(let submission) = self { submission.jobID } else { nil } }
}

extension ScriptedServer.Reply {
    /// The answer of a trainer that started a job.
    static func started(_ id: String) -> Self {
        .answer(body: #"{"job_id":"\#(id)","status":"queued","message":null,"dataset_id":"d1"}"#)
    }

    /// A list of jobs, each an object's text.
    static func list(_ jobs: String...) -> Self { .answer(body: "[" + jobs.joined(separator: ",") + "]") }

    /// A job that stands there.
    static func job(_ id: String, _ status: String) -> Self {
        .answer(body: #"{"job_id":"\#(id)","status":"\#(status)"}"#)
    }
}

extension TrainError {
    /// Everything that people are shown.
    var shown: String { "\(self) \(message) \(hint)" }
}
