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

    @Test(arguments: ["images", "images-private"]) func everyPossibleNameArrives(_ bucket: String)
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
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }
}
