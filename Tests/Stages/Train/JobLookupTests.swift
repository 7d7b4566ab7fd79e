import Dataset
import Foundation
import Store
import TestKit
import Testing
import Train

@Suite("JobLookup: whether anybody knows a job")
struct JobLookupTests {
    private static let denial = ScriptedServer.Reply.answer(status: 404, body: #"{"detail":"no such job"}"#)

    @Test("one that nobody knows is found out by a single look, and the jobs that are known are named")
    func unknown() async throws {
        let listed = ScriptedServer.Reply.list(#"{"job_id":"a"}"#, #"{"job_id":"b"}"#, #"{"job_id":"mine"}"#)
        let scene = try TrainScene(lists: [listed], Self.denial)
        try await scene.acknowledge("mine")
        let lookup = try await JobLookup(client: scene.client, ledger: scene.store.ledger)
        #expect(try await lookup("nosuch") == .unknown(recent: ["mine", "b", "a"]))
        #expect(scene.asked == ["GET /train/status/nosuch"] && scene.listed == 1)
        // Without an id there is nothing to ask for.
        #expect(try await lookup("") == .unknown(recent: ["mine", "b", "a"]))
        #expect(scene.asked.count == 1)
    }

    @Test("a trainer that does not list its jobs takes nothing from the answer")
    func withoutList() async throws {
        let scene = try TrainScene(lists: [.answer(status: 500)], Self.denial)
        let lookup = try await JobLookup(client: scene.client, ledger: scene.store.ledger)
        #expect(try await lookup("nosuch") == .unknown(recent: []))
    }

    @Test("what the ledger or the trainer knows is followed; what it can't be asked about is told at once")
    func followed() async throws {
        let known = try TrainScene(.job("j1", "training"))
        #expect(try await JobLookup(client: known.client, ledger: known.store.ledger)("j1") == .followed)
        let ours = try TrainScene(Self.denial)
        try await ours.acknowledge("j1")
        try await ours.store.ledger.add(
            JobObservation(at: Date(), status: "training"), ofJob: "watched", at: ours.client.endpoint.url)
        let lookup = try await JobLookup(client: ours.client, ledger: ours.store.ledger)
        #expect(try await lookup("j1") == .followed)
        #expect(try await lookup("watched") == .followed)
        #expect(ours.server.requests.isEmpty)
        let page = try TrainScene(.answer(status: 502, body: "<html></html>"))
        let blind = try await JobLookup(client: page.client, ledger: page.store.ledger)
        let error = await #expect(throws: TrainError.self) { try await blind("j1") }
        #expect(error?.kind == .unreachable && error?.message.contains("j1") == true)
        #expect(page.server.requests.count == 1)
        // The control: one that the ledger knows is not given up.
        try await page.acknowledge("j1")
        #expect(try await blind("j1") == .followed)
    }
}
