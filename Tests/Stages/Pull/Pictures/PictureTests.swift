import Curl
import Dataset
import Foundation
import Postgres
import Pull
import Store
import Synchronization
import TestKit
import Testing

@Suite struct PictureTests {
    private let directory: TemporaryDirectory
    private let store: Store

    init() throws {
        directory = try TemporaryDirectory("pictures")
        store = try Store(at: directory.path("state"))
    }

    /// Fetches pictures from these locations; the outcomes in order.
    private func fetch(
        _ images: [String], storage: StorageSettings?, allowed: [String] = []
    ) async throws -> [FetchedRow.Picture] {
        let writer = try RowWriter(store.objects.runTable())
        for (number, image) in images.enumerated() {
            try writer.append(DatasetRow(id: "\(number)", name: "n\(number)", image: image, caption: nil))
        }
        let rows = try writer.finish(DatasetInfo(id: "d", name: "d", trigger: nil))
        let source = try Source.supabase(
            SupabaseSource(
                kind: .database(.init("host=unused")), dataset: nil, storage: storage, allowedOrigins: allowed
            ))
        var pictures: [FetchedRow.Picture] = []
        for try await row in try Pull(store: store, client: HTTPClient()).images(of: rows, from: source) {
            #expect(row.row.id == "\(pictures.count)")
            pictures.append(row.picture)
        }
        return pictures
    }

    private func text(_ picture: FetchedRow.Picture) throws -> String {
        switch picture {
        case .kept(let image):
            String(
                decoding: try FileBytes.read(store.objects.path(of: image.digest), count: 1000), as: UTF8.self
            )
        case .failed(let finding): "\(finding.rule): \(finding.message)"
        }
    }

    @Test func everyRowGetsItsOwnOutcomeInOrder() async throws {
        let server = try ScriptedServer { request in
            switch request.path {
            case "/gone":
                .answer(
                    status: 400,
                    body: #"{"statusCode":"404","error":"not_found","message":"Object not found"}"#)
            case "/page": .answer(body: "<html>sorry</html>")
            case "/404": .answer(status: 404, body: "<html>none</html>")
            case "/cut": .cut(body: Array("0123456789".utf8), after: 4)
            default: .answer(body: "bytes of " + request.path)
            }
        }
        defer { server.stop() }
        let url = server.url
        let locations = ["/good1", "/gone", "/page", "/404", "/cut"].map { url + $0 }
        let pictures = try await fetch(
            locations + ["", "http://127.0.0.2:9/x", "file:///etc/passwd", url + "/good2"] + [
                "folder/a b?.png", "folder/ü.png",
            ],
            storage: StorageSettings(url: url))
        let said = try pictures.map(text)
        #expect(said[0] == "bytes of /good1")
        #expect(said[1].hasPrefix("image-unavailable") && said[1].contains("404 Object not found"))
        #expect(said[2] == "<html>sorry</html>")
        #expect(said[3].hasPrefix("image-unavailable") && said[3].contains("404"))
        #expect(said[4].hasPrefix("image-unavailable") && said[4].contains("tried 4 times"))
        #expect(said[5].hasPrefix("image-missing"))
        #expect(said[6].hasPrefix("image-host-refused") && said[7].hasPrefix("image-host-refused"))
        #expect(said[8] == "bytes of /good2")
        #expect(said[9] == "bytes of /storage/v1/object/public/images/folder/a%20b%3F.png")
        #expect(said[10].hasPrefix("image-unavailable") && said[10].contains("U+FC"))
        let asked = server.requests.map(\.path)
        // What may pass is tried four times, what is final once.
        #expect(asked.filter { $0 == "/cut" }.count == 4)
        #expect(asked.filter { $0 == "/gone" }.count == 1 && asked.filter { $0 == "/good1" }.count == 1)
        #expect(try TemporaryDirectory.temporaries(at: store.directory).isEmpty)
    }

    @Test func aStormThatPassesIsWaitedOut() async throws {
        let failures = Mutex([500, 429, 503])
        let server = try ScriptedServer { _ in
            let status = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            return status.map { .answer(status: $0, headers: [("Retry-After", "0")]) }
                ?? .answer(body: "at last")
        }
        defer { server.stop() }
        let pictures = try await fetch([server.url + "/a"], storage: StorageSettings(url: server.url))
        #expect(try pictures.map(text) == ["at last"])
        #expect(server.requests.count == 4)
    }

    @Test func aServersWordOnWhenToComeBackIsObeyed() async throws {
        let isFirst = Mutex(true)
        let server = try ScriptedServer { _ in
            let first = isFirst.withLock { value in
                defer { value = false }
                return value
            }
            return first ? .answer(status: 429, headers: [("Retry-After", "2")]) : .answer(body: "x")
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        #expect(try await fetch([server.url + "/a"], storage: StorageSettings(url: server.url)).count == 1)
        // Without the header the first pause is a quarter of a second at most.
        #expect(ContinuousClock.now - start >= .seconds(2))
    }

    @Test func aServiceThatIsDownForAllIsTheRunsFailure() async throws {
        let server = try ScriptedServer { request in
            request.path == "/good"
                ? .answer(body: "x") : .answer(status: 503, headers: [("Retry-After", "0")])
        }
        defer { server.stop() }
        let storage = StorageSettings(url: server.url)
        let error = await failure {
            try await fetch([server.url + "/a", server.url + "/b"], storage: storage)
        }
        #expect(error?.kind == .outside)
        // The control: one picture that comes makes it a matter of the rows.
        #expect(try await fetch([server.url + "/good", server.url + "/b"], storage: storage).count == 2)
    }

    @Test func anUnchangedPictureIsNotSentAgain() async throws {
        let version = Mutex("1")
        let server = try ScriptedServer { request in
            let tag = version.withLock { "\"v\($0)\"" }
            return request.header("If-None-Match") == tag
                ? .answer(status: 304) : .answer(headers: [("ETag", tag)], body: "picture \(tag)")
        }
        defer { server.stop() }
        let storage = StorageSettings(url: server.url)
        let location = [server.url + "/a?token=s3cret"]
        let first = try await fetch(location, storage: storage).map(text)
        #expect(try await fetch(location, storage: storage).map(text) == first)
        #expect(server.requests.map { $0.header("If-None-Match") } == [nil, "\"v1\""])
        version.withLock { $0 = "2" }
        #expect(try await fetch(location, storage: storage).map(text) == ["picture \"v2\""])
        // A kept file that is gone is fetched anew, whatever the tag says.
        try FileManager.default.removeItem(atPath: store.directory + "/objects")
        try FileManager.default.createDirectory(
            atPath: store.directory + "/objects", withIntermediateDirectories: true)
        #expect(try await fetch(location, storage: storage).map(text) == ["picture \"v2\""])
        #expect(server.requests.last?.header("If-None-Match") == nil)
    }

    /// The control is the Storage itself, which does get it.
    @Test(arguments: [ProjectKeyTests.token(#"{"role":"service_role"}"#), "sb_secret_abc"])
    func theKeyGoesToItsOwnHostOnly(key: String)
        async throws
    {
        let storage = try ScriptedServer { _ in .answer(body: "s") }
        let other = try ScriptedServer { _ in .answer(body: "o") }
        defer {
            storage.stop()
            other.stop()
        }
        let pictures = try await fetch(
            [storage.url + "/storage/v1/object/public/images/a", other.url + "/a"],
            storage: StorageSettings(url: storage.url, key: ProjectKey(key)), allowed: [other.url])
        #expect(try pictures.map(text) == ["s", "o"])
        let asked = try #require(storage.requests.first)
        #expect(asked.header("apikey") == key)
        #expect(asked.header("Authorization") == (key.hasPrefix("eyJ") ? "Bearer \(key)" : nil))
        #expect(asked.path == "/storage/v1/object/authenticated/images/a")
        let elsewhere = try #require(other.requests.first)
        #expect(!elsewhere.headers.contains { $0.value.contains(key) })
    }
}
