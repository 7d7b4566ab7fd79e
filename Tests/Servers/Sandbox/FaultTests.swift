import Curl
import Dataset
import TestKit
import Testing

@testable import Sandbox

@Suite struct FaultReadingTests {
    @Test(
        arguments: [
            ("storage:429x3", Fault("storage", .status(429), times: 3)),
            ("rest:429=2", Fault("rest", .status(429, retryAfter: 2))), ("*:close", Fault("*", .close)),
            ("/object/public:cut=1000x2", Fault("/object/public", .cut(after: 1000), times: 2)),
            ("storage:slow=0.5", Fault("storage", .slow(seconds: 0.5))),
            ("storage:length=10", Fault("storage", .length(10))),
            ("storage:redirect=http://a.example/x", Fault("storage", .redirect("http://a.example/x"))),
            ("storage:type=text/html", Fault("storage", .type("text/html"))), ("*:html", Fault("*", .page)),
            ("storage:norange", Fault("storage", .ignoreRange)),
            ("storage:range500", Fault("storage", .rangeError)),
            ("storage:stale=30", Fault("storage", .stale(seconds: 30))),
        ])
    func aFaultIsReadFromTheCommandLine(text: String, fault: Fault) throws {
        #expect(try Fault(parsing: text) == fault)
    }

    @Test(arguments: [
        "", "429", ":429", "storage:", "storage:200", "storage:429x0", "storage:429xx", "storage:cut",
        "storage:cut=-1",
        "storage:slow=x", "storage:redirect=ftp://a", "storage:close=1", "storage:nothing",
        "storage:429=soon",
    ])
    func whatIsNoFaultIsRefused(text: String) {
        #expect(throws: SandboxError.self) { try Fault(parsing: text) }
    }
}

@Suite struct FaultTests {
    /// A picture's public address, told of by a sandbox with these faults.
    func withFaults(_ faults: String..., body: (Running, String) async throws -> Void) async throws {
        try await Running.sandbox(faults: try faults.map { try Fault(parsing: $0) }) { (world) async throws in
            try await body(world, "object/public/images/\(world.picture)")
        }
    }

    @Test func statusesComeWithTheBodiesThatGoWithThem() async throws {
        let statuses = [429, 500, 502, 504, 520, 402, 540, 544]
        let faults = ["storage:429=7x1"] + statuses.map { "storage:\($0)x1" }
        try await Running.sandbox(faults: try faults.map { try Fault(parsing: $0) }) { (world) async throws in
            let path = "object/public/images/\(world.picture)"
            let limited = try await world.storage(path)
            #expect(limited.status == 429 && limited.header("Retry-After") == "7")
            for status in statuses {
                let answer = try await world.storage(path)
                #expect(answer.status == status)
                #expect(answer.header("Retry-After") == nil)
                let isPage = [502, 504, 520].contains(status)
                #expect(answer.text.hasPrefix("<!DOCTYPE html>") == isPage)
                if !isPage { #expect(try JSONValue(parsing: answer.body)["message"]?.string != nil) }
            }
            // All are used up, and the other service had none.
            #expect(try await world.storage(path).text == "0123456789")
            #expect(try await world.rest("data?limit=0").status == 200)
        }
    }

    @Test func aConnectionClosesBeforeOrInTheMiddleOfAnAnswer() async throws {
        try await withFaults("storage:closex1", "storage:cut=4x1", "storage:length=99x1") {
            (world, path) async throws in
            for _ in 0..<3 {
                await #expect(throws: HTTPError.self) { try await world.storage(path) }
            }
            #expect(try await world.storage(path).text == "0123456789")
        }
    }

    @Test func aSlowAnswerIsTheTrueOne() async throws {
        try await withFaults("storage:slow=0.4x1") { (world, path) async throws in
            let start = ContinuousClock.now
            #expect(try await world.storage(path).text == "0123456789")
            #expect(ContinuousClock.now - start > .milliseconds(390))
        }
    }

    @Test func answersLie() async throws {
        try await withFaults(
            "storage:type=text/htmlx1", "storage:htmlx1", "storage:norangex1", "storage:range500x1"
        ) {
            (world, path) async throws in
            let typed = try await world.storage(path)
            #expect(typed.header("Content-Type") == "text/html" && typed.text == "0123456789")
            let page = try await world.storage(path)
            #expect(page.status == 200 && page.text.contains("<html>"))
            let range = [(name: "Range", value: "bytes=3-5")]
            let bad = [(name: "Range", value: "bytes=0-1,4-5")]
            let whole = try await world.storage(path, range)
            #expect(whole.status == 200 && whole.text == "0123456789")
            #expect(try await world.storage(path, bad).status == 500)
            #expect(try await world.storage(path, bad).status == 416)
            #expect(try await world.storage(path, range).text == "345")
        }
    }

    @Test func aRedirectLeadsAway() async throws {
        try await withFaults("storage:redirect=http://elsewhere.example/away") { (world, path) async throws in
            let answer = try await world.storage(path, world.service)
            #expect(answer.status == 302)
            #expect(answer.header("Location") == "http://elsewhere.example/away")
        }
    }

    @Test func aCacheServesTheOldPictureForAWhile() async throws {
        try await withFaults("storage:stale=2") { (world, path) async throws in
            let first = try await world.storage(path)
            #expect(first.header("cf-cache-status") == "MISS")
            try world.directory.write("new", "boats/a one.jpg")
            let second = try await world.storage(path)
            #expect(second.header("cf-cache-status") == "HIT" && second.text == "0123456789")
            #expect(second.header("ETag") == first.header("ETag"))
            let part = try await world.storage(path, [("Range", "bytes=-2")])
            #expect(part.status == 206 && part.text == "89" && part.header("cf-cache-status") == "HIT")
            let etag = try #require(first.header("ETag"))
            #expect(try await world.storage(path, [("If-None-Match", etag)]).status == 304)
            // Somebody else's request is not answered from this one's.
            let other = try await world.storage(path, [("apikey", world.variable("SUPABASE_SECRET_KEY"))])
            #expect(other.header("cf-cache-status") == "MISS" && other.text == "new")
            try await Task.sleep(for: .milliseconds(2100))
            let third = try await world.storage(path)
            #expect(third.header("cf-cache-status") == "MISS" && third.text == "new")
        }
    }

    @Test func theDoorsPartsMatchByPath() {
        #expect(Fault("rest", .close).matches("/rest/v1/data"))
        #expect(!Fault("rest", .close).matches("/storage/v1/object/b/rest/v1/a"))
        #expect(Fault("dataset_id", .close).matches("/rest/v1/data?dataset_id=eq.1"))
        #expect(Fault("*", .close).matches("/"))
    }
}
