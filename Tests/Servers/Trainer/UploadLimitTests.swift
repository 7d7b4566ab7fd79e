import Curl
import Dataset
import Foundation
import TestKit
import Testing

@testable import Trainer

/// What strangers can take of the machine: memory, places, disk, connections and time.
@Suite(.timeLimit(.minutes(5))) struct UploadLimitTests {
    /// A body of so many bytes with a zero in place of each picture.
    private static func zeros(_ bytes: Int, in directory: TemporaryDirectory) throws -> String {
        let path = try directory.write("{\"images\":[0", "zeros-\(bytes)")
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        let piece = Data(String(repeating: ",0", count: 1 << 19).utf8)
        for start in stride(from: 0, to: bytes, by: piece.count) {
            try file.write(contentsOf: piece.prefix((bytes - start) / 2 * 2))
        }
        try file.write(contentsOf: Data("],\"output_name\":\"a\"}".utf8))
        try file.close()
        return path
    }

    /// What a service takes at most of memory, as the system counts it, while it answers to such a body.
    private static func memory(
        for bytes: Int, _ limits: PayloadLimits
    ) async throws -> (status: Int, told: Int, last: String, taken: Int) {
        let directory = try TemporaryDirectory("zeros")
        let path = try zeros(bytes, in: directory)
        var configuration = TrainerServer.Configuration()
        configuration.limits = limits
        var outcome = (status: 0, told: 0, last: "", taken: 0)
        try await RunningTrainer.with(configuration) { trainer in
            var request = HTTPRequest(trainer.url + "/train", method: "POST")
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
            request.body = .file(path: path, length: size ?? 0)
            request.sink = .memory(limit: 1 << 30)
            let before = try PeakMemory.restart()
            let answer = try await trainer.client.send(request)
            outcome.taken = try PeakMemory.peak() - before
            outcome.status = answer.status
            if bytes > 10 << 20 {
                let detail = try JSONValue(parsing: answer.body)["detail"]?.array ?? []
                outcome.told = detail.count
                outcome.last = detail.last?["msg"]?.string ?? ""
            }
        }
        return outcome
    }

    /// In a process of its own: other tests' memory would count too. The control is a hundredth of the body, with the
    /// limits off.
    @Test func aHundredMegabytesOfFaultsTakeLittleMemory() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let small = try await Self.memory(for: 1 << 20, PayloadLimits())
            let large = try await Self.memory(for: 100 << 20, PayloadLimits())
            var off = PayloadLimits()
            (off.images, off.told) = (.max, .max)
            let loose = try await Self.memory(for: 1 << 20, off)
            print(
                "taken: \(small.taken >> 20), \(large.taken >> 20), without limits \(loose.taken >> 20) MiB")
            try #require(large.status == 422 && small.status == 422 && loose.status == 422)
            try #require(large.told == 102)
            try #require(large.last == "49900 more fault(s) are not told; mend these first")
            try #require(large.taken < 64 << 20)
            try #require(small.taken < 64 << 20)
            try #require(loose.taken > 128 << 20)
            exit(7)
        }
    }

    /// A client that has been told to send its body, and has not sent it.
    private func waiting(_ trainer: RunningTrainer, bytes: Int = 100) async throws -> RawClient {
        let client = try RawClient(trainer.url)
        client.send(RawClient.head(trainer.url, "Content-Length: \(bytes)", "Expect: 100-continue"))
        let answer = try await client.read(until: "\r\n\r\n")
        try #require(answer?.contains("100 Continue") == true, "\(answer ?? "nothing")")
        return client
    }

    /// The control is the same with room for one more.
    @Test(arguments: [2, 3]) func moreUploadsThanPlacesAreTurnedAway(places: Int) async throws {
        var configuration = TrainerServer.Configuration(stepsPerSecond: 2000)
        configuration.maxUploads = places
        try await RunningTrainer.with(configuration) { trainer in
            let first = try await waiting(trainer)
            let second = try await waiting(trainer)
            let body = try TrainerServerTests.body()
            var request = HTTPRequest(trainer.url + "/train", method: "POST")
            request.body = .bytes(Array(body.utf8))
            let answer = try await trainer.client.send(request)
            #expect(answer.status == (places == 2 ? 429 : 200))
            if places == 2 {
                #expect(answer.header("Retry-After") == "10")
                #expect(answer.text.contains("no more uploads at a time"))
            }
            #expect(try await trainer.send("GET", "/health").status == 200)
            // A body that ends, and a client that goes away, give their places back.
            first.send(String(repeating: "x", count: 100))
            #expect(try await first.read(until: "JSON decode error")?.contains("422") == true)
            #expect(try await trainer.send("POST", "/train", body: body).status == 200)
            withExtendedLifetime(second) {}
        }
    }

    @Test func aClientThatGoesAwayGivesItsPlaceBack() async throws {
        var configuration = TrainerServer.Configuration(stepsPerSecond: 2000)
        configuration.maxUploads = 1
        try await RunningTrainer.with(configuration) { trainer in
            var client: RawClient? = try await waiting(trainer)
            let body = try TrainerServerTests.body()
            #expect(try await trainer.send("POST", "/train", body: body).status == 429)
            _ = client
            client = nil
            var status = 429
            for _ in 0..<1000 where status == 429 {
                try await Task.sleep(for: .milliseconds(10))
                status = try await trainer.send("POST", "/train", body: body).status
            }
            #expect(status == 200)
            #expect(try trainer.spooled().isEmpty)
        }
    }

    /// Bodies fill so much of the disk together; the control has more of it.
    @Test(arguments: [1500, 4000] as [Int64]) func theDiskForBodiesIsBounded(room: Int64) async throws {
        var configuration = TrainerServer.Configuration(stepsPerSecond: 2000)
        configuration.maxSpoolBytes = room
        try await RunningTrainer.with(configuration) { trainer in
            let first = try await waiting(trainer, bytes: 1000)
            // Of announced length, and in chunks of which nobody knows how many come.
            for fields in ["Content-Length: 600", "Transfer-Encoding: chunked"] {
                let second = try RawClient(trainer.url)
                let text = String(repeating: "x", count: 600)
                second.send(RawClient.head(trainer.url, fields))
                second.send(fields.contains("chunked") ? "258\r\n\(text)\r\n0\r\n\r\n" : text)
                let answer = try #require(try await second.read(until: "detail"))
                #expect(answer.contains(room == 1500 ? "429" : "422"), "\(answer)")
                if room == 1500 { #expect(answer.contains("Retry-After: 10")) }
            }
            withExtendedLifetime(first) {}
        }
    }

    /// A byte now and then is too slow; the control's patience is longer than the test.
    @Test(arguments: [true, false]) func aBodyThatComesTooSlowlyEndsTheConnection(isImpatient: Bool)
        async throws
    {
        var configuration = TrainerServer.Configuration()
        configuration.patience = isImpatient ? .milliseconds(500) : .seconds(600)
        try await RunningTrainer.with(configuration) { trainer in
            let client = try RawClient(trainer.url)
            client.send(RawClient.head(trainer.url, "Content-Length: 1000"))
            var sent = 0
            for _ in 0..<(isImpatient ? 500 : 20) where client.send("x") {
                sent += 1
                try await Task.sleep(for: .milliseconds(50))
            }
            if isImpatient {
                #expect(sent < 500, "it was read to its end")
                #expect(try await client.read(until: "HTTP") == "")
            } else {
                client.send(String(repeating: "x", count: 1000 - sent))
                #expect(try await client.read(until: "detail")?.contains("422") == true)
            }
            for _ in 0..<1000 where try !trainer.spooled().isEmpty {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try trainer.spooled().isEmpty)
        }
    }

    /// One that was refused and goes on sending is no better.
    @Test func aRefusedBodyIsNotReadForEver() async throws {
        var configuration = TrainerServer.Configuration(maxBodyBytes: 10)
        configuration.patience = .milliseconds(500)
        try await RunningTrainer.with(configuration) { trainer in
            let client = try RawClient(trainer.url)
            client.send(RawClient.head(trainer.url, "Content-Length: 1000"))
            #expect(try await client.read(until: "detail")?.contains("413") == true)
            var sent = 0
            for _ in 0..<500 where client.send("x") {
                sent += 1
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(sent < 500)
        }
    }

    @Test func aHeadThatNeverEndsIsNotWaitedFor() async throws {
        var configuration = TrainerServer.Configuration()
        configuration.patience = .milliseconds(500)
        try await RunningTrainer.with(configuration) { trainer in
            let client = try RawClient(trainer.url)
            client.send("POST /tra")
            #expect(try await client.read(until: "HTTP") == "")
        }
    }

    /// The control has room for two.
    @Test(arguments: [1, 2]) func connectionsAboveTheLimitWait(limit: Int) async throws {
        var configuration = TrainerServer.Configuration()
        configuration.maxConnections = limit
        try await RunningTrainer.with(configuration) { trainer in
            let health = "GET /health HTTP/1.1\r\nHost: \(trainer.url.dropFirst(7))\r\n\r\n"
            var first: RawClient? = try RawClient(trainer.url)
            first?.send(health)
            #expect(try await first?.read(until: "rehearsal") != nil)
            let second = try RawClient(trainer.url)
            second.send(health)
            if limit == 1 {
                #expect(try await second.read(until: "rehearsal", within: .milliseconds(300)) == nil)
                first = nil
            }
            #expect(try await second.read(until: "rehearsal")?.contains("200 OK") == true)
            withExtendedLifetime(first) {}
        }
    }

    @Test func anIdempotencyKeyIsShort() async throws {
        try await RunningTrainer.with { trainer in
            let body = try TrainerServerTests.body()
            for (count, status) in [(255, 200), (256, 422)] {
                let key = [(name: "Idempotency-Key", value: String(repeating: "k", count: count))]
                #expect(try await trainer.send("POST", "/train", body: body, headers: key).status == status)
            }
        }
    }
}
