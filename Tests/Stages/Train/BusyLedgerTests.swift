import Curl
import Dataset
import Foundation
import GRDB
import MusubiAPI
import Store
import TestKit
import Testing
import Train

/// Another run may hold the ledger for seconds.
@Suite("Submit: while the ledger is busy", .timeLimit(.minutes(1)))
struct BusyLedgerTests {
    @Test("other requests of the same client go on, and the last byte waits for the ledger")
    func othersGoOn() async throws {
        let scene = try TrainScene { request in
            request.method == "POST" ? .started("j1") : .answer(body: #"{"status":"ok"}"#)
        }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let ledger = try DatabaseQueue(
            path: scene.directory.path("state/ledger.sqlite"), configuration: configuration)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        let uploads = Told<Int64>()
        // Holds the ledger from when the body is about to leave.
        let length = Int64(scene.payload.count)
        let blocker = Task.detached {
            for await _ in held {}
            try await ledger.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
            }
            uploads.add(-1)
            for await _ in gate {}
            try await ledger.writeWithoutTransaction { database in try database.execute(sql: "ROLLBACK") }
        }
        let (client, manifest, directory, store) = (
            scene.client, scene.manifest, scene.directory, scene.store
        )
        let sending = Task {
            try await Submit(client: client, store: store)(
                export: directory.path("export"), manifest: manifest,
                onUpload: { sent, all in
                    guard sent == all - 1 else { return }
                    // On libcurl's thread, before the ledger is asked: only so is the ledger surely held by then.
                    hold.finish()
                    while !uploads.all.contains(-1) { usleep(1_000) }
                    uploads.add(sent)
                })
        }
        while !uploads.all.contains(length - 1) { try await Task.sleep(for: .milliseconds(1)) }
        for _ in 0..<3 { #expect(try await client.health()["status"]?.string == "ok") }
        #expect(scene.server.bodyBytes < length)
        #expect(scene.others.allSatisfy { $0.method == "GET" })
        open.finish()
        try await blocker.value
        #expect(try await sending.value.startedID == "j1")
        #expect(try await scene.written().map(\.phase) == [.acknowledged])
    }
}
