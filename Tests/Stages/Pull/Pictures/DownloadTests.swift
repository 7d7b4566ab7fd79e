import Curl
import Dataset
import Foundation
import Store
import Synchronization
import TestKit
import Testing

@testable import Pull

@Suite(.timeLimit(.minutes(3))) struct DownloadTests {
    private static let missing =
        #"{"statusCode":"404","error":"not_found","message":"Object not found","code":"NoSuchKey"}"#
    private static let noBucket =
        #"{"statusCode":"404","error":"Bucket not found","message":"Bucket not found","code":"NoSuchBucket"}"#

    /// Answers in turn, the last one for ever.
    private func server(_ replies: ScriptedServer.Reply...) throws -> ScriptedServer {
        let rest = Mutex(replies)
        return try ScriptedServer { _ in rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    private static var now: String { Date.now.formatted(.iso8601) }

    @Test func aFreshUploadIsWaitedForAndAnOldOneIsNot() async throws {
        let scene = try FetchScene()
        let replies: [ScriptedServer.Reply] = [
            .answer(status: 400, body: Self.missing), .answer(status: 504), .answer(body: "here"),
        ]
        let fresh = try server(replies[0], replies[1], replies[2])
        defer { fresh.stop() }
        #expect(
            try await scene.fetch([fresh.object("a")], storage: fresh.storage, createdAt: Self.now) == [
                "here"
            ])
        #expect(fresh.requests.count == 3)
        let old = try server(replies[0], replies[2])
        defer { old.stop() }
        let said = try await scene.fetch(
            [old.object("a")], storage: old.storage, createdAt: "2020-01-01 00:00:00+00")
        #expect(said[0].hasPrefix("image-unavailable: the server answered 400: 404 Object not found"))
        #expect(old.requests.count == 1)
    }

    @Test func theWaitForFreshUploadsIsTheRunsAndEnds() async throws {
        var scene = try FetchScene()
        let told = Told()
        scene.concurrency.fresh = FreshUploads(patience: .seconds(2)) { told.add($0) }
        let server = try server(.answer(status: 400, body: Self.missing))
        defer { server.stop() }
        let start = ContinuousClock.now
        let locations = (0..<20).map { server.object("\($0)") }
        let said = try await scene.fetch(locations, storage: server.storage, createdAt: Self.now)
        #expect(said.allSatisfy { $0.contains("waited 2 s") } && said.count == 20)
        let took = ContinuousClock.now - start
        #expect(took >= .seconds(2) && took < .seconds(20))
        // Once, when the waiting begins, and not for each of the twenty.
        #expect(told.all.count == 1 && told.all[0].contains("2 s at most"), "\(told.all)")
    }

    @Test(
        arguments: [
            #"{"statusCode":"400","error":"InvalidJWT","message":"\"exp\" claim timestamp check failed","code":"InvalidJWT"}"#,
            #"{"statusCode":"403","error":"Unauthorized","message":"Invalid Compact JWS","code":"AccessDenied"}"#,
            #"{"statusCode":"403","error":"Unauthorized","message":"signature verification failed","code":"AccessDenied"}"#,
        ]
    ) func aRefusedKeyIsOneMessageAndNotOneARow(_ body: String) async throws {
        let scene = try FetchScene()
        let server = try server(.answer(body: "first"), .answer(status: 400, body: body))
        defer { server.stop() }
        let key = try #require(ProjectKey("sb_secret_canary", from: "SUPABASE_SECRET_KEY"))
        let locations = (0..<500).map { server.object("\($0)") }
        let error = await failure {
            try await scene.fetch(locations, storage: StorageSettings(url: server.url, key: key))
        }
        #expect(error?.kind == .outside && error?.message.contains("SUPABASE_SECRET_KEY") == true)
        #expect(error?.message.contains("canary") == false)
        #expect(server.requests.count < 30)
    }

    @Test func aSignedURLThatRanOutIsThatRowsOwnAffair() async throws {
        let scene = try FetchScene()
        let expired =
            #"{"statusCode":"400","error":"InvalidJWT","message":"\"exp\" claim timestamp check failed","code":"InvalidJWT"}"#
        let server = try ScriptedServer { request in
            request.path.contains("old") ? .answer(status: 400, body: expired) : .answer(body: "new")
        }
        defer { server.stop() }
        let sign = server.url + "/storage/v1/object/sign/images/"
        let said = try await scene.fetch(
            [sign + "old?token=a.b.c", sign + "new?token=a.b.c"], storage: server.storage)
        #expect(said[0].contains("claim timestamp check failed") && said[1] == "new")
    }

    @Test func anApikeyAloneIsFollowedByAuthorizationOnce() async throws {
        let scene = try FetchScene()
        let server = try ScriptedServer { request in
            request.header("Authorization") == "Bearer sb_secret_x"
                ? .answer(body: "in")
                : .answer(
                    status: 400,
                    body:
                        #"{"statusCode":"400","error":"Error","message":"headers must have required property 'authorization'"}"#
                )
        }
        defer { server.stop() }
        let storage = StorageSettings(url: server.url, key: ProjectKey("sb_secret_x"))
        #expect(try await scene.fetch([server.object("a")], storage: storage) == ["in"])
        #expect(server.requests.map { $0.header("Authorization") } == [nil, "Bearer sb_secret_x"])
    }

    @Test func aBucketThatIsNotPublicIsTriedWithTheKey() async throws {
        let scene = try FetchScene()
        let server = try ScriptedServer { request in
            request.path.contains("/public/")
                ? .answer(status: 400, body: Self.noBucket) : .answer(body: "private")
        }
        defer { server.stop() }
        let held = StorageSettings(url: server.url, key: ProjectKey("sb_publishable_x"))
        #expect(try await scene.fetch([server.object("a")], storage: held) == ["private"])
        // The control: without a key that is the end.
        let error = await failure { try await scene.fetch([server.object("a")], storage: server.storage) }
        #expect(error?.message.contains("Bucket not found") == true)
    }

    @Test func aProjectOverItsQuotaIsOneMessageWithoutAKeyToo() async throws {
        let scene = try FetchScene()
        let server = try server(.answer(status: 402, body: "Service for this project is restricted"))
        defer { server.stop() }
        let locations = (0..<50).map { server.object("\($0)") }
        let error = await failure { try await scene.fetch(locations, storage: server.storage) }
        #expect(error?.message.contains("402") == true && error?.hint.contains("billing") == true)
        #expect(server.requests.count <= 8)
        // The control: another host's quota is the affair of the rows that name it.
        let away = locations.map { $0.replacing("/storage/v1/object/public", with: "") }.prefix(2)
        let said = try await scene.fetch(
            Array(away) + [server.object("x")], storage: StorageSettings(url: "https://ref.supabase.co"),
            allowed: [server.url])
        #expect(said.allSatisfy { $0.contains("402") })
    }

    @Test func whatWasNoPictureIsAskedForAgainWithoutItsTag() async throws {
        let scene = try FetchScene()
        let isBroken = Mutex(true)
        let server = try ScriptedServer { request in
            if request.header("If-None-Match") != nil { return .answer(status: 304) }
            return .answer(
                headers: [("ETag", "\"1\"")], body: isBroken.withLock { $0 } ? "cut sho" : "cut short")
        }
        defer { server.stop() }
        #expect(try await scene.fetch([server.object("a")], storage: server.storage) == ["cut sho"])
        isBroken.withLock { $0 = false }
        // The control: as long as nobody looked, the tag counts.
        #expect(try await scene.fetch([server.object("a")], storage: server.storage) == ["cut sho"])
        let fault = JSONValue.record(["rule": "image-truncated", "message": "the file ends too early"])
        try scene.store.caches.remember(inspection: fault, of: .of("cut sho"), version: "1")
        for onlyMissing in [true, false] {
            let said = try await scene.fetch(
                [server.object("a")], storage: server.storage, onlyMissing: onlyMissing)
            #expect(said == ["cut short"])
        }
    }

    @Test func anotherHostsRefusalIsItsRowsAffair() async throws {
        let scene = try FetchScene()
        let refusal = "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>"
        let other = try server(.answer(status: 403, body: refusal))
        let storage = try server(.answer(body: "good"))
        defer { for server in [other, storage] { server.stop() } }
        let said = try await scene.fetch(
            [other.url + "/presigned?X-Amz-Signature=canary", storage.object("a")], storage: storage.storage,
            allowed: [other.url])
        #expect(said[0].contains("SignatureDoesNotMatch") && said[1] == "good")
    }

    @Test func aServicesEchoOfATokenIsNotTold() async throws {
        let scene = try FetchScene()
        let server = try ScriptedServer { request in
            .answer(status: 400, body: #"{"statusCode":"400","message":"no \#(request.target)","error":"x"}"#)
        }
        defer { server.stop() }
        let rows = [
            "/storage/v1/object/sign/images/a?token=canary.to.ken", "/upload/x?token=canary.to.ken&y=1",
        ]
        let said = try await scene.fetch(rows.map { server.url + $0 }, storage: server.storage)
        #expect(said.allSatisfy { $0.contains("400") && !$0.contains("canary") }, "\(said)")
        let bare = try await scene.fetch(["d/a.png?token=canary.to.ken"], storage: server.storage)
        #expect(!bare[0].contains("canary"))
        #expect(server.requests.last?.target == "/storage/v1/object/public/images/d/a.png")
    }

    @Test(
        arguments: [
            ("\"abc\"", "\"abc\""), ("W/\"a b\"", "W/\"a b\""), ("\"a  b\"", nil), ("\"a\tb\"", nil),
            ("\"a\rb\"", nil),
            ("\"ü\"", nil), ("", nil), (nil, nil), (String(repeating: "a", count: 2000), nil),
        ] as [(String?, String?)]) func onlyATagThatCanBeSentBackIsKept(_ tag: String?, _ kept: String?)
    {
        #expect(EntityTag.usable(tag) == kept)
    }

    @Test func aPageThatDeniesSaysNothingOfTheKey() async throws {
        let scene = try FetchScene()
        let server = try ScriptedServer { request in
            request.path.hasSuffix("/a")
                ? .answer(status: 403, body: "<html>blocked</html>") : .answer(body: "b")
        }
        defer { server.stop() }
        let storage = StorageSettings(url: server.url, key: ProjectKey("sb_secret_x"))
        let said = try await scene.fetch([server.object("a"), server.object("b")], storage: storage)
        #expect(said[0].contains("403") && said[1] == "b")
    }

    @Test func aFreshRowIsStillTriedAgainOnceItsTimeIsOver() async throws {
        var scene = try FetchScene()
        scene.concurrency.fresh = FreshUploads(patience: .zero)
        let busy = try server(.answer(status: 429, headers: [("Retry-After", "0")]), .answer(body: "here"))
        defer { busy.stop() }
        #expect(
            try await scene.fetch([busy.object("a")], storage: busy.storage, createdAt: Self.now) == ["here"])
        // What can't pass is not waited for, however fresh.
        scene.concurrency.fresh = FreshUploads(patience: .seconds(20))
        let odd = try server(.raw(Array("nonsense\r\n\r\n".utf8)))
        defer { odd.stop() }
        let start = ContinuousClock.now
        _ = await failure {
            try await scene.fetch([odd.object("a")], storage: odd.storage, createdAt: Self.now)
        }
        #expect(odd.requests.count == 1 && ContinuousClock.now - start < .seconds(5))
    }

    @Test func onlyWhatFailedIsFetchedAgainWhenThatIsWanted() async throws {
        let scene = try FetchScene()
        let isUp = Mutex(false)
        let server = try ScriptedServer { request in
            request.path.hasSuffix("/bad") && !isUp.withLock { $0 }
                ? .answer(status: 400, body: Self.missing)
                : .answer(headers: [("ETag", "\"1\"")], body: request.path)
        }
        defer { server.stop() }
        let locations = ["a", "bad", "b"].map(server.object)
        #expect(try await scene.fetch(locations, storage: server.storage)[1].hasPrefix("image-unavailable"))
        isUp.withLock { $0 = true }
        let said = try await scene.fetch(locations, storage: server.storage, onlyMissing: true)
        #expect(said[1].hasSuffix("/bad") && said.count == 3)
        #expect(server.requests.map { $0.path.last }.suffix(1) == ["d"] && server.requests.count == 4)
        // The control: otherwise all are asked about.
        _ = try await scene.fetch(locations, storage: server.storage)
        #expect(server.requests.count == 7)
    }

    @Test func aServiceThatGoesDownInTheMiddleIsTheRunsFailure() async throws {
        let scene = try FetchScene()
        let server = try ScriptedServer { request in
            request.path.hasSuffix("/0") ? .answer(body: "x") : .answer(status: 500)
        }
        defer { server.stop() }
        let error = await failure {
            try await scene.fetch((0..<100).map { server.object("\($0)") }, storage: server.storage)
        }
        #expect(
            error?.message.contains("1 of 100 came before and are kept") == true, "\(error?.message ?? "")")
        #expect(server.requests.count < 150)
    }

    /// Each ends within a bound, as a finding of its row.
    @Test(
        arguments: [
            (
                ScriptedServer.Reply.drip(body: Array(repeating: 65, count: 60), every: .seconds(1)),
                "bytes a second"
            ),
            (.endless(chunk: Array(repeating: 65, count: 4096)), "above the limit"),
            (.misannounced(length: 50, body: [65]), "middle of its answer"),
            (.cut(body: Array(repeating: 65, count: 5000), after: 10), "middle of its answer"),
            (.close, "without an answer"), (.raw(Array("nonsense\r\n\r\n".utf8)), "not HTTP"),
            (.delayed(.seconds(30), .answer(body: "late")), "bytes a second"),
        ]
    ) func badServersAreGivenUp(_ reply: ScriptedServer.Reply, _ words: String) async throws {
        var scene = try FetchScene()
        scene.concurrency.stall = .init(bytesPerSecond: 1000, seconds: 1)
        scene.concurrency.maxBytes = 1 << 20
        let server = try ScriptedServer { request in
            request.path.hasSuffix("/good") ? .answer(body: "good") : reply
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        let said = try await scene.fetch(
            [server.object("good"), server.object("bad")], storage: server.storage)
        #expect(said[0] == "good" && said[1].contains(words), "\(said)")
        #expect(ContinuousClock.now - start < .seconds(25))
        #expect(try scene.leftovers.isEmpty)
    }

    @Test func aFileThatDripsSteadilyEndsAllTheSame() async throws {
        var scene = try FetchScene()
        scene.concurrency.stall = .init(bytesPerSecond: 1, seconds: 10)
        scene.concurrency.total = .seconds(2)
        let server = try server(.drip(body: Array(repeating: 65, count: 400), every: .milliseconds(50)))
        defer { server.stop() }
        let start = ContinuousClock.now
        _ = await failure { try await scene.fetch([server.object("a")], storage: server.storage) }
        #expect(ContinuousClock.now - start < .seconds(8))
        // The control: with time enough it comes.
        scene.concurrency.total = .seconds(60)
        #expect(try await scene.fetch([server.object("a")], storage: server.storage)[0].count == 400)
    }

    @Test func compressedBytesAreNeverInflated() async throws {
        let scene = try FetchScene()
        let bomb = String(repeating: "z", count: 1000)
        let server = try server(.answer(headers: [("Content-Encoding", "gzip")], body: bomb))
        defer { server.stop() }
        #expect(try await scene.fetch([server.object("a")], storage: server.storage) == [bomb])
        #expect(server.requests[0].header("Accept-Encoding") == nil)
    }
}
