import Curl
import Dataset
import Sandbox
import TestKit
import Testing

@testable import Pull

/// Names of every character that Storage takes, uploaded to the sandbox's Storage and fetched from it.
@Suite(.timeLimit(.minutes(3))) struct OddNamesTests {
    private static let names =
        " _!-.*'()&$@=;:+,?".map { "d/a\($0)b.png" } + [
            "d/ leading and trailing .png", "d/a?b?c=d&token=e.png", "d//empty//segments.png", "d/...png",
            "d/A.PNG", "d/a.png", "+&?,'();:@=$!",
        ]

    @Test(.needs(.postgres), arguments: ["images", "images-private"]) func everyPossibleNameArrives(
        _ bucket: String
    )
        async throws
    {
        let sandbox = try await Sandbox.start(.init(storagePort: 0))
        do {
            let url = try #require(sandbox.variable("SUPABASE_URL"))
            let key = try #require(sandbox.variable("SUPABASE_SECRET_KEY"))
            let client = HTTPClient()
            for name in Self.names {
                let path = "\(url)/storage/v1/object/\(bucket)/\(PercentCoding.encoded(name, keeping: "/"))"
                let upload = HTTPRequest(
                    path, method: "POST", headers: [("apikey", key), ("Content-Type", "image/png")],
                    body: .bytes(Array("bytes of \(name)".utf8)))
                let answer = try await client.send(upload)
                #expect(answer.status == 200, "\(name): \(answer.text)")
            }
            let storage = StorageSettings(
                url: url, key: bucket == "images" ? nil : ProjectKey(key), bucket: bucket)
            let scene = try FetchScene()
            // As bare paths, then as the URLs that Supabase's clients give.
            let urls = Self.names.map {
                "\(url)/storage/v1/object/public/\(bucket)/\(PercentCoding.encoded($0, keeping: "/"))"
            }
            for locations in [Self.names, urls] {
                let said = try await scene.fetch(locations, storage: storage)
                #expect(said == Self.names.map { "bytes of \($0)" })
            }
            try await fetchSigned(bucket, url, key, client)
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    /// As the URLs that the Storage itself signs, relative and not percent-encoded; no key goes along.
    private func fetchSigned(_ bucket: String, _ url: String, _ key: String, _ client: HTTPClient)
        async throws
    {
        let paths = JSONValue.array(Self.names.map { .string($0) })
        let body = JSONValue.record(["expiresIn": 60, "paths": paths])
        let answer = try await client.send(
            HTTPRequest(
                "\(url)/storage/v1/object/sign/\(bucket)", method: "POST",
                headers: [("apikey", key), ("Content-Type", "application/json")],
                body: .bytes(Array(body.text().utf8))))
        let signed = try #require(try JSONValue(parsing: answer.body).array).map {
            $0["signedURL"]?.string ?? ""
        }
        #expect(signed.count == Self.names.count && signed.allSatisfy { $0.contains("?token=") })
        let storage = StorageSettings(url: url, bucket: bucket)
        #expect(
            try await FetchScene().fetch(signed, storage: storage) == Self.names.map { "bytes of \($0)" })
    }
}
