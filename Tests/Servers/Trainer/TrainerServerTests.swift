import Dataset
import Foundation
import Testing

import Web
@testable import Trainer

@Suite struct TrainerServerTests {
    /// A body of two pictures; with 200 steps.
    static func body() throws -> String {
        let picture = try Bodies.picture()
        return Bodies.body(
            [Bodies.image("a.png", picture), Bodies.image("b.png", picture)], ["max_train_steps": 200])
    }

    @Test func aJobWalksToTheEndAndLeavesNothingBehind() async throws {
        try await RunningTrainer.with(.init(stepsPerSecond: 200)) { trainer in
            let answer = try await trainer.send("POST", "/train", body: Self.body())
            #expect(answer.status == 200)
            #expect(answer.json["status"]?.string == "queued")
            #expect(answer.json["dataset_id"]?.string?.isEmpty == false)
            let id = try #require(answer.json["job_id"]?.string)
            let seen = try await trainer.walk("/train/status/\(id)")
            // Which of the statuses between are seen depends on how busy the machine is; RehearsalPlanTests has them all.
            #expect(seen.last == "completed")
            let job = try await trainer.send("GET", "/train/status/\(id)").json
            #expect(job["output_path"] == .null)
            #expect(job["message"]?.string?.contains("no LoRA was written") == true)
            // 16 epochs of two pictures are fewer than the 200 steps that are asked for.
            #expect(job["total_steps"]?.int == 32)
            let jobs = try await trainer.send("GET", "/train/jobs").json
            #expect(jobs.array?.count == 1)
            let logs = try await trainer.send("GET", "/train/logs/\(id)").json
            #expect(logs["job_id"]?.string == id)
            #expect(logs["logs"]?.array?.contains { $0.string?.contains("would be resized") == true } == true)
            #expect(try trainer.spooled().isEmpty)
        }
    }

    @Test func theWrapperDialectPutsEnvelopesAround() async throws {
        try await RunningTrainer.with(.init(stepsPerSecond: 1, pathPrefix: "/musubi/v2")) { trainer in
            #expect(trainer.url.hasSuffix("/musubi/v2"))
            let answer = try await trainer.send("POST", "/lora-trainer/train", body: Self.body())
            #expect(answer.status == 201)
            #expect(answer.json["success"] == true)
            let id = try #require(answer.json["job"]?["job_id"]?.string)
            let status = try await trainer.send("GET", "/lora-trainer/status/\(id)").json
            #expect(status["job"]?["job_id"]?.string == id)
            #expect(try await trainer.send("GET", "/lora-trainer/jobs").json["jobs"]?.array?.count == 1)
            #expect(try await trainer.send("GET", "/lora-trainer/logs/\(id)").json["logs"]?.array != nil)
            let cancelled = try await trainer.send("POST", "/lora-trainer/cancel/\(id)")
            #expect(cancelled.json["success"] == true)
            #expect(try await trainer.walk("/train/status/\(id)") == ["cancelled"])
            let again = try await trainer.send("POST", "/train/cancel/\(id)")
            #expect(again.status == 200)
            #expect(again.json["success"] == false)
            #expect(again.json["message"]?.string == "already cancelled")
        }
    }

    @Test func healthSaysThatThisIsARehearsal() async throws {
        try await RunningTrainer.with { trainer in
            for path in ["/health", "/lora-trainer/health"] {
                let answer = try await trainer.send("GET", path)
                #expect(answer.json.text() == "{\"status\":\"ok\",\"rehearsal\":true}")
            }
        }
    }

    @Test func whatIsUnknownIsToldInOneShape() async throws {
        try await RunningTrainer.with { trainer in
            for (method, path) in [
                ("GET", "/train/status/x"), ("GET", "/train/logs/x"), ("POST", "/train/cancel/x"),
                ("GET", "/lora-trainer/status/x"),
            ] {
                let answer = try await trainer.send(method, path)
                #expect(answer.status == 404)
                #expect(answer.json.text() == "{\"detail\":\"Job not found\"}")
            }
            #expect(try await trainer.send("GET", "/nothing").json.text() == "{\"detail\":\"Not Found\"}")
            // Nothing changes by GET: there is no such route.
            #expect(
                try await trainer.send("GET", "/train/cancel/x").json.text() == "{\"detail\":\"Not Found\"}")
        }
    }

    @Test func faultsComeAsFastAPITellsThem() async throws {
        try await RunningTrainer.with { trainer in
            let picture = try Bodies.picture()
            let bad = Bodies.body([Bodies.image("a.png", picture)], ["network_dim": 999])
            let answer = try await trainer.send("POST", "/train", body: bad)
            #expect(answer.status == 422)
            #expect(
                answer.json.text()
                    == "{\"detail\":[{\"type\":\"value_error\",\"loc\":[\"body\",\"network_dim\"],"
                    + "\"msg\":\"Value error, it takes an integer from 1 to 256\",\"input\":999}]}")
            #expect(try await trainer.send("GET", "/train/jobs").json.array?.isEmpty == true)
            #expect(try trainer.spooled().isEmpty)
        }
    }

    @Test(arguments: [false, true]) func aBodyOverTheLimitIsRefused(asksFirst: Bool) async throws {
        let body = try Self.body()
        let size = Int64(body.utf8.count)
        try await RunningTrainer.with(.init(maxBodyBytes: size - 1)) { trainer in
            let answer = try await trainer.send("POST", "/train", body: body, expect100: asksFirst)
            #expect(answer.status == 413)
            #expect(answer.json["detail"]?.string?.contains("\(size - 1) bytes") == true)
            #expect(try trainer.spooled().isEmpty)
        }
        try await RunningTrainer.with(.init(maxBodyBytes: size)) { trainer in
            let answer = try await trainer.send("POST", "/train", body: body)
            #expect(answer.status == 200)
        }
    }

    @Test func aClientThatAsksFirstIsToldToGoOn() async throws {
        let body = try Self.body()
        try await RunningTrainer.with { trainer in
            let start = ContinuousClock.now
            let answer = try await trainer.send("POST", "/train", body: body, expect100: true)
            #expect(answer.status == 200)
            // Our client would wait two minutes for the word before it sends the body unasked.
            #expect(ContinuousClock.now - start < .seconds(100))
        }
    }

    @Test func theTokenIsAskedForEverywhereButHealth() async throws {
        try await RunningTrainer.with(.init(token: "s3cret")) { trainer in
            let none = try await trainer.send("GET", "/train/jobs")
            #expect(none.status == 401)
            #expect(none.json.text() == "{\"detail\":\"Not authenticated\"}")
            let wrong = try await trainer.send(
                "GET", "/train/jobs", headers: [("Authorization", "Bearer s3cre")])
            #expect(wrong.status == 401)
            #expect(wrong.json.text() == "{\"detail\":\"Invalid token\"}")
            let right = try await trainer.send(
                "GET", "/train/jobs", headers: [("Authorization", "Bearer s3cret")])
            #expect(right.status == 200)
            #expect(try await trainer.send("GET", "/health").status == 200)
            let body = try Self.body()
            #expect(try await trainer.send("POST", "/train", body: body).status == 401)
        }
    }

    /// The paths of `health` are two whole ones: an id can be named like it.
    @Test(arguments: ["", "/musubi/v2"]) func healthIsTheOnlyPathWithoutAToken(prefix: String) async throws {
        try await RunningTrainer.with(.init(token: "s3cret", pathPrefix: prefix)) { trainer in
            for path in ["/health", "/lora-trainer/health"] {
                let status = try await trainer.send("GET", path).status
                #expect(status == 200, "\(path)")
            }
            for (method, path) in [
                ("GET", "/train/status/health"), ("GET", "/train/logs/health"),
                ("POST", "/train/cancel/health"),
                ("GET", "/lora-trainer/status/health"), ("POST", "/lora-trainer/cancel/health"),
                ("GET", "/x/health"), ("GET", "/train/status/x/health"), ("GET", "/health/health"),
                ("GET", "//health"), ("GET", "/train/jobs?x=/health"),
            ] {
                let status = try await trainer.send(method, path).status
                #expect(status == 401, "\(method) \(path)")
            }
        }
    }

    @Test(arguments: [nil, "", "  "]) func aBlankTokenIsNone(token: String?) async throws {
        try await RunningTrainer.with(.init(token: token)) { trainer in
            let status = try await trainer.send("GET", "/train/jobs").status
            #expect(status == 200)
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "127.evil.example"]) func offLoopbackATokenIsNeeded(host: String)
        async throws
    {
        for token in [nil, "", " "] {
            let error = await #expect(throws: WebServerError.self) {
                try await TrainerServer(configuration: .init(host: host, token: token)).run { _ in }
            }
            #expect(error?.description.contains("no token is set") == true)
            #expect(error?.hint.contains("LORAPIPE_TOKEN") == true)
        }
        // The control: with one it listens, where there is such an address.
        if host == "0.0.0.0" {
            try await RunningTrainer.with(.init(host: host, token: "s3cret")) { trainer in
                #expect(trainer.url.hasPrefix("http://0.0.0.0:"))
            }
        }
    }

    /// 32 bits without a sign, as musubi-tuner takes them; what is used is told.
    @Test(
        arguments: [
            (0, 0), (4_294_967_295, 4_294_967_295), (4_294_967_296, 0), (4_294_967_338, 42),
            (-1, 4_294_967_295),
            (.min, 0), (.max, 4_294_967_295),
        ] as [(Int64, Int64)])
    func theSeedThatIsUsedIsShown(given: Int64, used: Int64) async throws {
        try await RunningTrainer.with { trainer in
            let body = Bodies.body([Bodies.image("a.png", try Bodies.picture())], ["seed": .int(given)])
            let answer = try await trainer.send("POST", "/train", body: body)
            let id = try #require(answer.json["job_id"]?.string)
            let job = try await trainer.send("GET", "/train/status/\(id)").json
            #expect(job["params_effective"]?["seed"]?.int == used)
            #expect(job["params_effective"]?["network_dim"]?.int == 16)
            _ = try await trainer.walk("/train/status/\(id)")
            let logs = try await trainer.send("GET", "/train/logs/\(id)").json["logs"]?.array ?? []
            let told = logs.compactMap(\.string).filter { $0.contains("seed") }
            #expect(told.count == (given == used ? 0 : 1))
            #expect(
                told.allSatisfy { $0.contains("seed \(given) is outside") && $0.contains("\(used) is used") })
        }
    }

    @Test func otherHostsAndOriginsAreTurnedAway() async throws {
        try await RunningTrainer.with { trainer in
            let rebound = try await trainer.send("GET", "/health", headers: [("Host", "evil.example")])
            #expect(rebound.status == 421)
            let body = try Self.body()
            let page = try await trainer.send(
                "POST", "/train", body: body, headers: [("Origin", "https://evil.example")])
            #expect(page.status == 403)
            let form = try await trainer.send(
                "POST", "/train", body: body, headers: [("Sec-Fetch-Site", "cross-site")])
            #expect(form.status == 403)
            #expect(try await trainer.send("GET", "/train/jobs").json.array?.isEmpty == true)
            let own = try await trainer.send("POST", "/train", body: body, headers: [("Origin", trainer.url)])
            #expect(own.status == 200)
        }
    }

    @Test func anIdempotencyKeyMakesOneJob() async throws {
        try await RunningTrainer.with { trainer in
            let key = [(name: "Idempotency-Key", value: "abc")]
            let body = try Self.body()
            let first = try await trainer.send("POST", "/train", body: body, headers: key).json["job_id"]
            let second = try await trainer.send("POST", "/train", body: body, headers: key).json["job_id"]
            #expect(first == second)
            let other = try await trainer.send("POST", "/train", body: body + " ", headers: key)
            #expect(other.status == 422)
            let without = try await trainer.send("POST", "/train", body: body).json["job_id"]
            #expect(without != first)
            #expect(try await trainer.send("GET", "/train/jobs").json.array?.count == 2)
        }
    }

    @Test func aTakenPortIsAnErrorThatNamesIt() async throws {
        try await RunningTrainer.with { trainer in
            let port = try #require(Int(trainer.url.split(separator: ":").last ?? ""))
            let error = await #expect(throws: WebServerError.self) {
                try await TrainerServer(configuration: .init(port: port)).run { _ in }
            }
            #expect(error?.message == "port \(port) of 127.0.0.1 is taken by another program")
            #expect(error?.hint.contains("--port 0 takes a free one") == true)
        }
    }

    @Test(arguments: [-1, 65_536, 99_999, .max, .min]) func whatIsNoPortIsRefused(port: Int) async {
        let error = await #expect(throws: WebServerError.self) {
            try await TrainerServer(configuration: .init(port: port)).run { _ in }
        }
        #expect(error?.message == "\(port) is not a port")
    }

    @Test func anAddressThatIsNotOursIsAnError() async {
        // 192.0.2.0/24 is kept for documentation: no machine has it.
        for (host, words) in [
            ("192.0.2.1", "192.0.2.1 is no address of this machine"),
            ("nowhere.invalid", "no address is known for nowhere.invalid"),
        ] {
            let error = await #expect(throws: WebServerError.self) {
                try await TrainerServer(configuration: .init(host: host, token: "x")).run { _ in }
            }
            #expect(error?.message == words)
        }
    }
}
