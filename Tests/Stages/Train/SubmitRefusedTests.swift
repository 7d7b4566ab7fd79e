import Store
import TestKit
import Testing
import Train

@Suite("Submit: refusals, after which nothing is open")
struct SubmitRefusedTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let words: String
        var testDescription: String { "\(status) \(words)" }
    }

    @Test(
        "the service's own words are told, and a second try sends again",
        arguments: [
            Refusal(
                status: 422,
                body: """
                    {"detail":[{"type":"less_than_equal","loc":["body","network_dim"],"msg":"Input should be at most 256"},
                    {"loc":["body","images",3,"data"],"msg":"no base64"}]}
                    """,
                words: "body.network_dim: Input should be at most 256; body.images.3.data: no base64"),
            Refusal(status: 422, body: #"{"detail":"output_name is taken"}"#, words: "output_name is taken"),
            Refusal(status: 422, body: #"{"detail":[]}"#, words: "422"),
            Refusal(status: 413, body: "Request Entity Too Large", words: "Request Entity Too Large"),
            Refusal(status: 400, body: #"{"message":"no images"}"#, words: "no images"),
            Refusal(status: 400, body: #"{"error":"bad\u001b[2Jimage"}"#, words: "bad [2Jimage"),
            Refusal(status: 429, body: "", words: "no body"),
            Refusal(status: 404, body: "<HTML><title>Not\there</title></HTML>", words: "titled \"Not here\""),
            Refusal(status: 401, body: #"{"detail":"Not authenticated"}"#, words: "Not authenticated"),
        ])
    func refused(_ refusal: Refusal) async throws {
        let scene = try TrainScene(.answer(status: refusal.status, body: refusal.body), .started("j2"))
        let error = try #require(await #expect(throws: TrainError.self) { try await scene.submit() })
        #expect(error.kind == .refused(status: refusal.status))
        #expect(error.message.contains(refusal.words))
        #expect(error.message.contains("\(refusal.status)"))
        #expect(!error.shown.contains(TrainScene.token))
        #expect(!error.shown.unicodeScalars.contains { $0.value < 0x20 })
        #expect(try await scene.written().map(\.phase) == [.refused])
        #expect(scene.asked.count == 1)
        #expect(try await scene.submit().startedID == "j2")
        #expect(scene.asked.count == 2)
    }

    @Test("a service that repeats the token does not get it shown", arguments: [401, 403, 500])
    func repeatedToken(status: Int) async throws {
        let scene = try TrainScene(
            .answer(status: status, body: #"{"detail":"bad credentials: Bearer \#(TrainScene.token)!"}"#))
        let error = try #require(await #expect(throws: TrainError.self) { try await scene.submit() })
        #expect(error.message.contains("bad credentials"))
        #expect(!error.shown.contains(TrainScene.token))
    }

    @Test("a proxy's 413 by the header alone keeps the body at home")
    func refusedBeforeTheBody() async throws {
        let scene = try TrainScene(
            beforeBody: { _ in .answer(status: 413, body: "<html><title>413 Too Large</title></html>") },
            { _ in .started("never") })
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .refused(status: 413))
        #expect(error?.hint.contains("too large") == true)
        #expect(scene.others.map(\.bodyLength) == [0])
        #expect(try await scene.written().map(\.phase) == [.refused])
    }

    @Test("a proxy that knows no Expect is asked once more without it")
    func noExpectation() async throws {
        let scene = try TrainScene(
            beforeBody: { $0.header("Expect") == nil ? nil : .answer(status: 417, body: "") },
            { _ in .started("j1") })
        #expect(try await scene.submit().startedID == "j1")
        #expect(scene.others.map(\.isComplete) == [false, true])
        // The control: one that answers so whatever it is asked is a refusal.
        let stubborn = try TrainScene(
            beforeBody: { $0.header("Expect") == nil ? nil : .answer(status: 417, body: "") },
            { _ in .answer(status: 417, body: "") })
        let error = await #expect(throws: TrainError.self) { try await stubborn.submit() }
        #expect(error?.kind == .refused(status: 417) && stubborn.others.count == 2)
    }

    @Test("a redirect is not followed with the payload and the token")
    func redirected() async throws {
        let other = try ScriptedServer { _ in .started("elsewhere") }
        defer { other.stop() }
        let scene = try TrainScene(
            .answer(status: 307, headers: [("Location", other.url + "/train")], body: "moved"))
        let error = await #expect(throws: TrainError.self) { try await scene.submit() }
        #expect(error?.kind == .refused(status: 307))
        #expect(other.connections == 0)
        #expect(scene.asked == ["POST /train"])
    }

    @Test("nobody at the address: unreachable, nothing open, a later call tries again")
    func unreachable() async throws {
        let scene = try TrainScene(.started("j1"))
        let gone = try ScriptedServer { _ in .close }
        gone.stop()
        for _ in 1...2 {
            let error = await #expect(throws: TrainError.self) {
                try await scene.submit(to: Endpoint(gone.url, token: TrainScene.token))
            }
            #expect(error?.kind == .unreachable)
            #expect(error?.message.contains("could not be reached") == true)
            #expect(error?.shown.contains(TrainScene.token) == false)
            #expect(try await scene.written().isEmpty)
        }
    }
}
