import Dataset
import Foundation
import Synchronization
import TestKit
import Testing

/// Secrets in every setting that may hold one, services that repeat what they were told in their answers, and a
/// directory that takes everything the program writes.
final class CanaryScene: Sendable {
    /// A value that every encoding changes.
    private static func canary(_ name: String) -> String { "Cnry~\(name)/+\"=x7?q" }

    /// Where they stand. What takes another setting with a secret adds it here.
    static let values: [String: String] = {
        var values = Dictionary(
            uniqueKeysWithValues: [
                "database-password", "storage-key", "s3-secret", "s3-session-token", "train-token",
                "dot-env-token", "variable-token", "proxy-password", "variable-proxy-password", "project-key",
                "row-token", "pg-password", "mistaken-password", "notify-url",
            ].map { ($0, canary($0)) })
        values["s3-key-id"] = "CnryKeyID0x7q5w3"
        return values
    }()

    static func value(_ name: String) -> String { values[name] ?? "" }

    /// As a URL holds it.
    static func encoded(_ name: String) -> String {
        CanarySearch.forms(of: value(name)).first { $0.form == "percent" }?.text ?? ""
    }

    let settings: TemporaryDirectory
    let written: TemporaryDirectory
    private let log = Mutex<(runs: Int, heard: Set<String>, jobs: Int)>((0, [], 0))

    init() throws {
        settings = try TemporaryDirectory("canary-settings")
        written = try TemporaryDirectory("canary-written")
        try written.write("", "tmp/made")
    }

    /// Which secrets the services were told: those that never left prove nothing.
    var heard: Set<String> { log.withLock { $0.heard } }

    /// Looks through all that was written.
    ///
    /// - Parameter names: secrets that the services must have been told, for the search to prove something.
    func expectNone(_ names: Set<String>, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = try CanarySearch(Self.values).sightings(under: written.path)
        let shown = found.map(\.description).sorted().prefix(40).joined(separator: "\n")
        #expect(found.isEmpty, "\(shown)", sourceLocation: sourceLocation)
        #expect(names.subtracting(heard).isEmpty, sourceLocation: sourceLocation)
    }

    /// Runs the program, and keeps what it says among what it writes.
    @discardableResult
    func run(_ arguments: [String], _ variables: [(String, String)] = []) async throws -> Program.Outcome {
        // A trainer that fails at everything is asked for a long time.
        let run = try await Program.run(
            arguments + ["--state", written.path("state")], variables + [("TMPDIR", written.path("tmp"))],
            interruptAfter: "asking for its list", "looking again in", "asking again in")
        let number = log.withLock { log in
            log.runs += 1
            return log.runs
        }
        try written.write("\(arguments.prefix(2))\n\(run.output)\n\(run.errors)", "said/\(number).txt")
        return run
    }

    /// Runs it for people and for programs.
    func runBoth(_ arguments: [String], _ variables: [(String, String)] = []) async throws {
        try await run(arguments, variables)
        try await run(arguments + ["--json"], variables)
    }

    /// What a service says that repeats a request, with the secrets in it in every form.
    func echo(of request: ScriptedServer.Request) -> String {
        let said = request.headers.map { "\($0.name): \($0.value)" } + [request.target]
        var words = said
        for (name, value) in Self.values {
            let forms = CanarySearch.forms(of: value).map(\.text)
            guard said.contains(where: { line in forms.contains { line.contains($0) } }) else { continue }
            log.withLock { _ = $0.heard.insert(name) }
            words += forms + [Data("user:\(value)".utf8).base64EncodedString()]
        }
        return "you said " + words.joined(separator: " ; ")
    }

    /// A trainer that does all it is asked, and repeats the request wherever its answers have room for a text.
    func goodTrainer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
        let said = JSONValue.string(echo(of: request))
        func job(_ id: String) -> JSONValue {
            .record([
                "job_id": .string(id), "status": "completed", "progress": 100, "message": said,
                "output_path": said,
            ])
        }
        let id = request.path.split(separator: "/").last.map(String.init) ?? ""
        let answer: JSONValue =
            switch (request.method, request.path) {
            case ("POST", "/train"):
                job("k\(log.withLock { $0.jobs += 1; return $0.jobs })")
            case (_, "/train/jobs"): .array((0..<log.withLock { $0.jobs }).map { job("k\($0 + 1)") })
            case (_, "/health"): .record(["status": "ok", "said": said])
            case (_, let path) where path.hasPrefix("/train/logs/"):
                .record(["logs": .array(["one line", said])])
            default: job(id)
            }
        // As some writers do.
        let text = answer.text().replacing("/", with: "\\/").replacing("+", with: "\\u002B")
        return .answer(body: text)
    }

    /// A service that refuses everything, and says what it was told: as a page, in JSON, in XML.
    func refusal(_ request: ScriptedServer.Request, _ status: Int) -> ScriptedServer.Reply {
        let said = echo(of: request)
        if request.target.contains("page") {
            return .answer(status: status, body: "<html><title>\(said)</title>\(said)</html>")
        }
        if request.path.contains("/s3") {
            return .answer(
                status: status,
                body: "<Error><Code>AccessDenied</Code><Message>\(said)</Message></Error>")
        }
        let body = JSONValue.record([
            "detail": .string(said), "message": .string(said), "error": .string(said), "hint": .string(said),
            "code": "x",
        ])
        return .answer(status: status, headers: [("WWW-Authenticate", "Bearer")], body: body.text())
    }
}
