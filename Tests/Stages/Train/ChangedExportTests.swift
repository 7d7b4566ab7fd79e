import Curl
import Dataset
import Store
import Synchronization
import TestKit
import Testing
import Train

/// The ledger names a payload by its digest, and the file is found by its path: another run may have written its own
/// there meanwhile, of the same length.
@Suite("Submit: a payload that is not the one that was exported is never trained on")
struct ChangedExportTests {
    private static func other(_ payload: [UInt8]) -> [UInt8] { payload.dropLast() + [payload.last! ^ 1] }

    @Test("changed before it was sent, by as little as the last byte: the trainer never has all of it")
    func before() async throws {
        let scene = try TrainScene(.started("j1"))
        let other = Self.other(scene.payload)
        try scene.directory.write(other, "export/payload.json")
        let error = try #require(await #expect(throws: TrainError.self) { try await scene.submit() })
        #expect(error.kind == .exportChanged)
        while scene.others.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        #expect(error.message.contains(scene.directory.path("export")) && error.hint.contains("--out"))
        #expect(!error.shown.contains(TrainScene.token))
        scene.server.stop()
        #expect(scene.others.map(\.isComplete) == [false])
        let written = try await scene.written()
        #expect(written.map(\.phase) == [.refused])
        #expect(written.first?.sentAt == nil && written.first?.jobID == nil)
    }

    @Test("the control: a client that looks at the length alone has the trainer start on it")
    func control() async throws {
        let scene = try TrainScene(.started("j1"))
        let other = Self.other(scene.payload)
        let path = try scene.directory.write(other, "export/payload.json")
        var request = HTTPRequest(
            scene.server.url + "/train", method: "POST",
            body: .file(path: path, length: scene.manifest.payload.bytes))
        request.singleUse = true
        #expect(try await HTTPClient().send(request).status == 200)
        #expect(scene.others.map { Digest.of($0.body) } == [Digest.of(other)])
        #expect(Digest.of(other) != scene.manifest.payload.digest)
    }

    @Test("changed between two attempts: the second one is kept back too, and there is no third")
    func betweenAttempts() async throws {
        let attempts = Mutex(0)
        let change = Mutex<(@Sendable () -> Void)?>(nil)
        let scene = try TrainScene(
            beforeBody: { _ in
                let isFirst = attempts.withLock { count in
                    count += 1
                    return count == 1
                }
                guard isFirst else { return nil }
                change.withLock { $0 }?()
                return .close
            }, { _ in .started("j1") })
        let (directory, other) = (scene.directory, Self.other(scene.payload))
        change.withLock { $0 = { _ = try? directory.write(other, "export/payload.json") } }
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .exportChanged)
        while scene.others.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
        scene.server.stop()
        #expect(scene.others.map(\.isComplete) == [false, false])
        #expect(try await scene.written().map(\.phase) == [.refused])
    }

    @Test(
        "changed after a body whose answer was lost: what came of that one is still found out",
        arguments: [true, false])
    func afterDoubt(isThere: Bool) async throws {
        let change = Mutex<(@Sendable () -> Void)?>(nil)
        let shown = Mutex(false)
        let scene = try TrainScene { _ in
            change.withLock { $0 }?()
            return .close
        }
        let (directory, other, lists) = (scene.directory, Self.other(scene.payload), scene.lists)
        change.withLock {
            $0 = {
                _ = try? directory.write(other, "export/payload.json")
                shown.withLock { $0 = true }
            }
        }
        // The list is empty for as long as it takes to send once more, and then shows the first body's job.
        if isThere {
            let empty = [TrainScene.Reply](repeating: .list(), count: 9)
            lists.replace(empty + [.list(#"{"job_id":"j1","output_name":"harbour_v1"}"#)])
            #expect(try await scene.submit().startedID == "j1")
            #expect(try await scene.written().map(\.phase) == [.acknowledged])
        } else {
            let error = await #expect(throws: TrainError.self) { try await scene.submit() }
            #expect(error?.kind == .exportChanged)
            #expect(try await scene.written().map(\.phase) == [.refused])
        }
        #expect(shown.withLock { $0 })
        while scene.others.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
        scene.server.stop()
        #expect(scene.others.map(\.isComplete) == [true, false])
    }

    @Test("a lock of another payload: nothing is sent at all")
    func otherLock() async throws {
        let scene = try TrainScene(.started("j1"))
        func lock(_ payload: [UInt8]) -> String {
            var head = scene.manifest
            head.payload.digest = Digest.of(payload)
            return Manifest(
                payload: head.payload, training: head.training, recipe: head.recipe, tools: head.tools,
                dataset: head.dataset, images: []
            ).text
        }
        try scene.directory.write(lock(Self.other(scene.payload)), "export/manifest.lock.json")
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .exportChanged)
        #expect(scene.server.requests.isEmpty)
        #expect(try await scene.written().isEmpty)
        // The control: its own lock stands in no way, and its digest is written down.
        try scene.directory.write(lock(scene.payload), "export/manifest.lock.json")
        #expect(try await scene.submit().startedID == "j1")
        #expect(try await scene.written().first?.lock == Digest.of(lock(scene.payload)))
    }
}
