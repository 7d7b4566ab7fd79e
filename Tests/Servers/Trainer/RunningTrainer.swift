import Curl
import Dataset
import Foundation
import TestKit

@testable import Trainer

/// A service of one test's own, on a free port, asked with our own client.
struct RunningTrainer {
    let url: String
    let spool: String
    let client = HTTPClient()

    /// Starts a service, runs `body` against it, and stops it however that ends.
    static func with(
        _ configuration: TrainerServer.Configuration = .init(stepsPerSecond: 2000),
        _ body: (RunningTrainer) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory("spool")
        var configuration = configuration
        configuration.spoolDirectory = directory.path
        let service = TrainerServer(configuration: configuration)
        let (urls, told) = AsyncStream<String>.makeStream()
        let serving = Task {
            defer { told.finish() }
            try await service.run { told.yield($0) }
        }
        do {
            var iterator = urls.makeAsyncIterator()
            if let url = await iterator.next() {
                try await body(RunningTrainer(url: url, spool: directory.path))
            }
        } catch {
            serving.cancel()
            _ = await serving.result
            throw error
        }
        serving.cancel()
        try await serving.value
    }

    /// An answer's status and JSON.
    func send(
        _ method: String, _ path: String, body: String? = nil, headers: [(name: String, value: String)] = [],
        expect100: Bool = false
    ) async throws -> (status: Int, json: JSONValue) {
        var request = HTTPRequest(url + path, method: method, headers: headers)
        if let body { request.body = .bytes(Array(body.utf8)) }
        request.expect100 = expect100
        request.expect100Timeout = .seconds(120)
        let answer = try await client.send(request)
        return (answer.status, try JSONValue(parsing: answer.body))
    }

    /// Polls a job until it has ended and gives every status seen.
    func walk(_ path: String) async throws -> [String] {
        var seen: [String] = []
        while true {
            let answer = try await send("GET", path).json
            let status = (answer["job"] ?? answer)["status"]?.string ?? "none"
            if seen.last != status { seen.append(status) }
            if ["completed", "cancelled", "failed", "none"].contains(status) { return seen }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// What lies in the spool directory now.
    func spooled() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: spool) }
}
