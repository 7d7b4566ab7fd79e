import Dataset
import Foundation
import Store
import Synchronization
import TestKit
import Testing
import Train

@Suite("Submit: answers that leave open whether a job was started")
struct SubmitDoubtTests {
    struct Doubt: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: ScriptedServer.Reply
        /// What the error has to say where the trainer answered; nil where it was silent.
        let words: String?

        init(_ name: String, _ reply: ScriptedServer.Reply, _ words: String? = nil) {
            (testDescription, self.reply, self.words) = (name, reply, words)
        }
    }

    private static let page = "<html><head><title>502 Bad Gateway</title></head></html>"
    private static let answered = [
        Doubt("500", .answer(status: 500, body: #"{"detail":"out of memory"}"#), "out of memory"),
        Doubt("502 page", .answer(status: 502, body: page), "a proxy answered"),
        Doubt("503 empty", .answer(status: 503), "503"),
        Doubt("504", .answer(status: 504, body: "upstream timed out"), "upstream timed out"),
        Doubt("200 without job_id", .answer(body: #"{"status":"queued"}"#), "without a job id"),
        Doubt("200 with a null job_id", .answer(body: #"{"job_id":null}"#), "without a job id"),
        Doubt("200 with an empty job_id", .answer(body: #"{"job_id":""}"#), "without a job id"),
        Doubt("200 page", .answer(body: page), "without a job id"),
        Doubt("204", .answer(status: 204), "204"),
        Doubt("the id of an older job", .started("old"), "which it had before"),
    ]
    private static let silent = [
        Doubt("closed after the body", .close),
        Doubt("cut answer", .cut(body: Array(#"{"job_id":"j1"}"#.utf8), after: 4)),
        Doubt("not HTTP", .raw(Array("SSH-2.0-OpenSSH\r\n".utf8))),
    ]
    private static let old = #"{"job_id":"old","status":"completed"}"#
    private static let new = #"{"job_id":"j1","status":"queued"}"#

    @Test("the job is in the list: it is taken, and nothing is sent again", arguments: answered + silent)
    func found(_ doubt: Doubt) async throws {
        let scene = try TrainScene(
            lists: [.list(Self.old), .answer(status: 503), .list(Self.old), .list(Self.new, Self.old)],
            doubt.reply, .started("doubled"))
        let told = Told<String>()
        #expect(try await scene.submit { told.add($0) }.startedID == "j1")
        #expect(scene.asked == ["POST /train"])
        #expect(told.all.first?.contains("not known whether") == true)
        #expect(told.all.last?.contains("the only new one") == true)
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
        #expect(try await scene.written().first?.jobID == "j1")
        #expect(try await scene.submit().runningID == "j1")
        #expect(scene.asked.count == 1)
    }

    @Test("it answered, and lists no such job: told in its words, with nothing open", arguments: answered)
    func answeredWithout(_ doubt: Doubt) async throws {
        let scene = try TrainScene(lists: [.list(Self.old)], doubt.reply, .started("j2"))
        let error = try #require(await #expect(throws: TrainError.self) { try await scene.submit() })
        #expect(error.message.contains(doubt.words ?? "-"))
        #expect(error.kind != .unresolved)
        #expect(!error.shown.contains(TrainScene.token))
        #expect(scene.asked == ["POST /train"])
        #expect(scene.waited.withLock { $0 } >= .seconds(60))
        #expect(try await scene.written().map(\.phase) == [.refused])
        #expect(try await scene.submit().startedID == "j2")
    }

    @Test("it was silent, and lists no such job: sent again by itself, with the same key", arguments: silent)
    func silentWithout(_ doubt: Doubt) async throws {
        let scene = try TrainScene(lists: [.list(Self.old)], doubt.reply, .started("j2"))
        #expect(try await scene.submit().startedID == "j2")
        #expect(scene.asked == ["POST /train", "POST /train"])
        #expect(Set(scene.others.compactMap { $0.header("Idempotency-Key") }).count == 1)
        #expect(scene.waited.withLock { $0 } >= .seconds(60))
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
    }

    @Test(
        "no telling from its list: it stops and asks, stays open, and resubmit sends",
        arguments: [
            [.answer(status: 500)], [.answer(status: 404, body: "{}")], [.answer(body: page)], [.close],
            [.list(), .answer(status: 500)],
            [.list(old), .list(#"{"job_id":"a"}"#, #"{"job_id":"b"}"#, old)],
            [.list(old), .list()],
        ] as [[ScriptedServer.Reply]])
    func untold(lists: [ScriptedServer.Reply]) async throws {
        // A trainer that closes on the list can't be reached at all.
        let script = lists.count == 1 && lists[0].isClose ? [.list()] + lists : lists
        let scene = try TrainScene(lists: script, .close, .started("j2"))
        let first = try #require(await #expect(throws: TrainError.self) { try await scene.submit() })
        #expect(first.kind == .unresolved)
        #expect(first.hint.contains("--resubmit"))
        #expect(!first.shown.contains(TrainScene.token))
        #expect(try await scene.written().map(\.phase) == [.sent])
        let second = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(second?.kind == .unresolved)
        #expect(scene.asked == ["POST /train"])
        #expect(try await scene.written().count == 1)
        #expect(try await scene.submit(resubmit: true).startedID == "j2")
        #expect(scene.asked.count == 2)
    }

    @Test("what stopped and asked is settled by itself once the list tells")
    func settledLater() async throws {
        let scene = try TrainScene(lists: [.list(Self.old), .answer(status: 500)], .close)
        await #expect(throws: TrainError.self) { try await scene.submit() }
        scene.lists.replace([.list(Self.old, Self.new)])
        #expect(try await scene.submit().startedID == "j1")
        #expect(scene.asked == ["POST /train"])
    }

    @Test("a connection closed before the body was asked for started nothing: sent again")
    func closedBeforeTheBody() async throws {
        let count = Told<Int>()
        let scene = try TrainScene(
            beforeBody: { _ in
                count.add(1)
                return count.all.count == 1 ? .close : nil
            }, { _ in .started("j2") })
        #expect(try await scene.submit().startedID == "j2")
        #expect(scene.others.map(\.isComplete) == [false, true])
        #expect(scene.listed == 1)
    }

    @Test("a run killed before the last byte is gone on with, without a doubt")
    func killedBefore() async throws {
        let scene = try TrainScene(.started("j1"))
        _ = try await scene.store.ledger.intend(scene.submission)
        #expect(try await scene.submit().startedID == "j1")
        #expect(try await scene.written().map(\.jobID) == ["j1"])
        #expect(scene.listed == 1)
    }

    @Test("a run killed after it is settled by the list", arguments: [true, false])
    func killedAfter(isThere: Bool) async throws {
        let lists: [ScriptedServer.Reply] = [isThere ? .list(Self.old, Self.new) : .list(Self.old)]
        let scene = try TrainScene(lists: lists, .started("j2"))
        var submission = scene.submission
        submission.knownJobs = ["old"]
        submission = try await scene.store.ledger.intend(submission)
        submission.phase = .sent
        submission.sentAt = Date()
        try await scene.store.ledger.update(submission)
        #expect(try await scene.submit().startedID == (isThere ? "j1" : "j2"))
        #expect(scene.asked.count == (isThere ? 0 : 1))
        #expect(try await scene.written().count == 1)
    }

    @Test("a lost job that is there again is followed; one that is not is asked about")
    func lost() async throws {
        for isThere in [true, false] {
            let reply: ScriptedServer.Reply =
                isThere ? .job("j1", "training") : .answer(status: 404, body: "{}")
            let scene = try TrainScene(reply)
            try await scene.acknowledge("j1")
            var submission = try await #require(try scene.written().first)
            submission.phase = .lost
            try await scene.store.ledger.update(submission)
            if isThere {
                #expect(try await scene.submit().runningID == "j1")
            } else {
                let error = await #expect(throws: TrainError.self) { try await scene.submit() }
                #expect(error?.kind == .unresolved && error?.message.contains("j1") == true)
                // It did start one.
                #expect(error?.message.contains("not known whether") == false)
            }
        }
    }

    @Test("killed while it was sent once more: the first body's job, shown late, is no known one")
    func killedWhileSentAgain() async throws {
        let scene = try TrainScene(lists: [.list(Self.new, Self.old)], .started("j1"))
        var submission = scene.submission
        submission.knownJobs = ["old"]
        submission = try await scene.store.ledger.intend(submission)
        submission.sentAt = Date()
        try await scene.store.ledger.update(submission)
        // The trainer knows the key, and answers with the job that it has for it.
        #expect(try await scene.submit().startedID == "j1")
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
        #expect(scene.asked.count == 1 && scene.listed == 0)
    }

    @Test("commands that only look find the job too, and send nothing")
    func settle() async throws {
        let scene = try TrainScene(lists: [.list(Self.old), .answer(status: 500)], .close)
        await #expect(throws: TrainError.self) { try await scene.submit() }
        scene.lists.replace([.list(Self.old), .list(Self.new, Self.old)])
        // A job without a name counts as this one's only when no other shows up in time.
        let settle = Reconcile(client: scene.client, store: scene.store)
        for _ in 0..<2 { #expect(try await settle().isEmpty) }
        #expect(try await scene.written().map(\.phase) == [.sent])
        var later = scene.time
        later.date = { Date().addingTimeInterval(61) }
        let settleLater = Reconcile(client: scene.client, store: scene.store, time: later)
        #expect(try await settleLater().map(\.jobID) == ["j1"])
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
        #expect(scene.asked == ["POST /train"])
    }
}

extension ScriptedServer.Reply {
    fileprivate var isClose: Bool { if case .close = self { true } else { false } }
}
