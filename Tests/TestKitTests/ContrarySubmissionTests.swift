import Crypto
import Dataset
import Foundation
import TestKit
import Testing

@Suite("The contrary trainer: what becomes of a submission")
struct ContrarySubmissionTests {
    @Test("a good submission starts one job, in either dialect", arguments: ContraryTrainer.Dialect.allCases)
    func good(_ dialect: ContraryTrainer.Dialect) async throws {
        let trainer = try ContraryTrainer(dialect, prefix: "/api") { $0.token = "t" }
        defer { trainer.stop() }
        let caller = Caller(trainer: trainer)
        let body = Caller.body(padding: 200_000)
        #expect(await caller.post(body).hasPrefix("401 "))
        let answer = await caller.post(body, key: "k", token: "t")
        let job = try #require(trainer.started.first)
        #expect(trainer.started.count == 1 && trainer.submissions == 2)
        #expect(answer.hasPrefix(dialect == .plain ? #"200 {"job_id":"# : #"201 {"success":true,"job":{"#))
        #expect(answer.contains(#""job_id":"\#(job.id)""#))
        #expect((job.outputName, job.images) == ("harbour", 1))
        let digest = SHA256.hash(data: Data(body)).map { String(format: "%02x", $0) }.joined()
        #expect(job.origin?.sha256 == digest && job.origin?.bytes == body.count)
        #expect(job.origin?.key == "k" && job.origin?.authorization == "Bearer t")
    }

    @Test(
        "a body that is no submission starts none",
        arguments: [
            "", "{", "[]", #"{"output_name":"x"}"#, #"{"output_name":"x","images":[]}"#,
            #"{"images":[{"filename":"a.png","data":"AAAA","caption":""}]}"#,
            #"{"output_name":"x","images":[{"filename":"a.png","data":"","caption":""}]}"#,
            #"{"output_name":"x","images":[{"filename":"a.png","data":"no base64!","caption":""}]}"#,
            #"{"output_name":"x","images":[{"filename":"a.png","data":"AAAA"}]}"#,
        ])
    func invalid(_ body: String) async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let caller = Caller(trainer: trainer)
        #expect(await caller.post(Array(body.utf8)).hasPrefix(#"422 {"detail":["#))
        #expect(trainer.started.isEmpty)
        // The control: a good one does.
        _ = await caller.post()
        #expect(trainer.started.count == 1)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let fault: PostFault
        let jobs: Int
        let answers: [String]
        var testDescription: String { "\(fault)" }

        init(_ fault: PostFault, jobs: Int, _ answers: String...) {
            (self.fault, self.jobs, self.answers) = (fault, jobs, answers)
        }
    }

    @Test(
        "each fault strikes where it should, once",
        arguments: [
            Case(.closedBeforeHead, jobs: 0), Case(.closedBeforeBody, jobs: 0),
            Case(.closedInBody(after: 1), jobs: 0), Case(.closedInBody(after: 150_000), jobs: 0),
            Case(.refusedBeforeBody(413), jobs: 0, "413 <html>"),
            Case(.closed(.none), jobs: 0), Case(.closed(.now), jobs: 1),
            Case(.reset(.none), jobs: 0), Case(.reset(.now), jobs: 1),
            Case(.answered(.none, .status(500)), jobs: 0, "500 {"),
            Case(.answered(.now, .page(502)), jobs: 1, "502 <html>"),
            Case(.answered(.now, .page(200)), jobs: 1, "200 <html>"),
            Case(.answered(.now, .emptyObject), jobs: 1, "200 {}"),
            Case(.answered(.none, .nullID), jobs: 0, #"200 {"job_id":null"#),
            Case(.answered(.now, .nothing), jobs: 1, "204 "),
            Case(.shaped(.moreMembers), jobs: 1, #"200 {"queue":"#),
            Case(.shaped(.otherEnvelope), jobs: 1, #"200 {"success":true,"job":{"#),
            Case(.shaped(.bareID), jobs: 1, #"200 {"job_id":"1-"#),
            Case(.shaped(.accepted), jobs: 1, "202 {"),
            Case(.slow(.milliseconds(1)), jobs: 1, #"200 {"job_id":"#),
            Case(.silent(.now, .milliseconds(1)), jobs: 1),
            Case(.restarted(.now, forgetting: true), jobs: 1), Case(.reborn(.now), jobs: 1),
        ] + PostFault.CutPlace.allCases.map { Case(.cut(.now, $0), jobs: 1) })
    func fault(_ one: Case) async throws {
        let struck = Struck()
        let trainer = try ContraryTrainer {
            $0.posts = [one.fault]
        } atFault: {
            struck.add($0)
        }
        defer { trainer.stop() }
        let caller = Caller(trainer: trainer)
        let answer = await caller.post(Caller.body(padding: 300_000))
        if let beginning = one.answers.first {
            #expect(answer.hasPrefix(beginning), "\(answer)")
        } else {
            // What the client calls it is the client's affair: there is no answer. libcurl takes a header without an
            // end for a whole one with nothing behind it.
            #expect(!answer.contains(" ") || answer == "200 ", "\(answer)")
        }
        #expect(struck.all == [one.fault])
        #expect(trainer.started.count == one.jobs && trainer.submissions == 1)
        // The control: the next one goes well.
        #expect(await caller.post().hasPrefix(#"200 {"job_id":"#))
        #expect(trainer.started.count == one.jobs + 1)
        #expect(struck.all.count == 1)
    }

    @Test("keys are honoured only by a trainer that does so")
    func keys() async throws {
        for honours in [true, false] {
            let trainer = try ContraryTrainer { $0.honoursKeys = honours }
            defer { trainer.stop() }
            let caller = Caller(trainer: trainer)
            let answers = [await caller.post(key: "a"), await caller.post(key: "a")]
            #expect((answers[0] == answers[1]) == honours)
            #expect(trainer.started.count == (honours ? 1 : 2))
            _ = await caller.post(key: "b")
            _ = await caller.post()
            _ = await caller.post()
            #expect(trainer.started.count == (honours ? 4 : 5))
        }
    }

    @Test("many at once are counted one by one")
    func manyAtOnce() async throws {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let caller = Caller(trainer: trainer)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { _ = await caller.post(Caller.body("n\(number)", padding: number * 1000)) }
            }
        }
        #expect(Set(trainer.started.map(\.outputName)).count == 40)
        #expect(Set(trainer.started.map(\.id)).count == 40 && trainer.started.count == 40)
    }
}
