import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

/// What the project's services do on bad days, seen by the built program: it heals by itself, or ends within a bound
/// with one clear line and exit 3, and never takes a part of a dataset for the whole.
@Suite("The source on bad days", .timeLimit(.minutes(8)))
struct SourceFaultTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let faults: [Fault]
        let status: Int32
        /// What the last line on stderr holds, or a finding's message.
        var says = ""
        var rows = 14

        var testDescription: String { name }
    }

    private static let cases = [
        Case(name: "no fault: the control", faults: [], status: 0),
        Case(name: "a storm that passes", faults: [Fault("storage", .status(500), times: 3)], status: 0),
        Case(
            name: "too many requests for a moment",
            faults: [Fault("storage", .status(429, retryAfter: 1), times: 4)], status: 0),
        Case(
            name: "REST too busy for a moment",
            faults: [Fault("rest", .status(429, retryAfter: 1), times: 2)], status: 0),
        Case(name: "REST closes twice", faults: [Fault("rest", .close, times: 2)], status: 0),
        Case(
            name: "a cut picture goes on", faults: [Fault("red-lighthouse", .cut(after: 5000), times: 1)],
            status: 0),
        Case(
            name: "a cut picture without ranges",
            faults: [
                Fault("red-lighthouse", .cut(after: 5000), times: 1), Fault("red-lighthouse", .ignoreRange),
            ], status: 0),
        Case(
            name: "a wrong length once", faults: [Fault("red-lighthouse", .length(999_999), times: 1)],
            status: 0),
        Case(name: "a lying type", faults: [Fault("storage", .type("text/plain"))], status: 0),
        Case(name: "storage down", faults: [Fault("storage", .status(503))], status: 3, says: "503"),
        Case(
            name: "storage closes always", faults: [Fault("storage", .close)], status: 3,
            says: "without an answer"),
        Case(name: "REST down", faults: [Fault("rest", .status(500))], status: 3, says: "tried 4 times"),
        Case(
            name: "REST answers with pages", faults: [Fault("rest", .page)], status: 3,
            says: "no list of rows"),
        Case(name: "over its quota", faults: [Fault("storage", .status(402))], status: 3, says: "402"),
        Case(name: "paused", faults: [Fault("rest", .status(540))], status: 3, says: "540"),
        Case(
            name: "one picture is a page", faults: [Fault("red-lighthouse", .page)], status: 1,
            says: "HTML page"),
        Case(
            name: "one picture leads elsewhere",
            faults: [
                Fault("red-lighthouse", .redirect("http://169.254.169.254/latest/meta-data/"))
            ], status: 1, says: "169.254.169.254"),
        Case(
            name: "one picture is cut always", faults: [Fault("red-lighthouse", .cut(after: 0))], status: 1,
            says: "middle of its answer"),
    ]

    @Test(.needs(.postgres), arguments: cases) private func fault(_ fault: Case) async throws {
        let sandbox = try await Sandbox.start(
            .init(samples: ["\(Program.root)/samples/harbour"], storagePort: 0, faults: fault.faults))
        do {
            let place = try TemporaryDirectory()
            let file = try place.write("pull: { source: supabase-rest, dataset: Harbour }", "p.yaml")
            let start = ContinuousClock.now
            let run = try await Program.run(
                ["check", file, "--state", place.path("state"), "--json"], sandbox.environment)
            #expect(run.status == fault.status, "\(run.errors)")
            #expect(ContinuousClock.now - start < .seconds(60))
            #expect(
                fault.says.isEmpty || (run.lastError + run.output).contains(fault.says),
                "\(run.errors)\(run.output)")
            if fault.status != 3 { #expect(try run.json()["summary"]?["rows"] == .int(14)) }
            if fault.status == 3 { #expect(run.lastError.hasPrefix("error: ")) }
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    @Test("an expired key is one message, by either API", .needs(.postgres))
    func expiredKey() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        // Signed by nobody, and over since 2001: what the gateway passes on and the services refuse.
        let body = Data(#"{"role":"service_role","exp":1000000000}"#.utf8).base64EncodedString()
            .replacingOccurrences(of: "=", with: "")
        let expired = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(body).c2lnbmF0dXJl"
        for source in ["supabase", "supabase-rest"] {
            let file = try place.write(
                "pull: { source: \(source), dataset: Harbour, storage: { key: '${EXPIRED}' } }", "p.yaml")
            let run = try await Program.run(
                ["check", file, "--state", place.path("state")], sandbox.environment + [("EXPIRED", expired)])
            #expect(run.status == 3, "\(run.errors)")
            #expect(run.errors.components(separatedBy: "error: ").count == 2, "\(run.errors)")
            #expect(!run.errors.contains(expired))
        }
    }

    @Test("--retry-failed fetches only what failed; --allow-host opens a host on purpose", .needs(.postgres))
    func options() async throws {
        let other = try ScriptedServer { _ in .answer(body: "no picture") }
        defer { other.stop() }
        let sandbox = try await Sandbox.start(
            .init(
                samples: ["\(Program.root)/samples/harbour"], storagePort: 0,
                faults: [Fault("red-lighthouse", .status(404), times: 1)]))
        do {
            let place = try TemporaryDirectory()
            let file = try place.write("pull: { source: supabase, dataset: Harbour }", "p.yaml")
            let base = ["export", file, "--out", place.path("out"), "--state", place.path("state"), "--json"]
            let first = try await Program.run(base, sandbox.environment)
            #expect(first.status == 1, "\(first.errors)")
            let second = try await Program.run(base + ["--retry-failed"], sandbox.environment)
            #expect(second.status == 0, "\(second.errors)")
            #expect(try second.json()["images"] == 14)
            // Another host, first by itself, then on purpose: it answers, though with no picture.
            try await sandbox.run([
                "UPDATE data SET image_url = '\(other.url)/x.png' WHERE image_name = 'red-lighthouse.jpg'"
            ])
            let check = ["check", file, "--state", place.path("state"), "--json"]
            let refused = try await Program.run(check, sandbox.environment)
            #expect(refused.output.contains("image-host-refused") && other.requests.isEmpty)
            let allowed = try await Program.run(check + ["--allow-host", other.url], sandbox.environment)
            #expect(
                allowed.output.contains("image-not-an-image") && other.requests.count == 1,
                "\(allowed.output)")
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }
}
