import Curl
import Dataset
import Postgres
import TestKit
import Testing

@testable import Sandbox

@Suite struct StorageListTests {
    static let names = ["B.jpg", "a.jpg", "c_d.jpg", "f/one.jpg", "f/two.jpg", "cXd.jpg", "é.jpg"]

    /// A bucket of its own with a few names in it, which nobody uploaded.
    func withList(_ body: (Running, (String, String) async throws -> JSONValue) async throws -> Void)
        async throws
    {
        try await Running.sandbox { (world) async throws in
            try await world.run("INSERT INTO storage.buckets (id, name) VALUES ('list', 'list')")
            for name in Self.names {
                _ = try await world.database.execute(
                    "INSERT INTO storage.objects (bucket_id, name) VALUES ('list', 'top/' || $1)", [name])
            }
            try await body(world) { kind, wish in
                let answer = try await world.storage(
                    "object/\(kind)/list", world.service, method: "POST", body: wish)
                return try JSONValue(parsing: answer.body)
            }
        }
    }

    func names(_ list: JSONValue?) -> [String] { list?.array?.compactMap { $0["name"]?.string } ?? [] }

    @Test func theFirstKindListsAFolderInTheOrderOfSmallLetters() async throws {
        try await withList { (_, list) async throws in
            let all = try await list("list", #"{"prefix":"top"}"#)
            #expect(names(all) == ["a.jpg", "B.jpg", "c_d.jpg", "cXd.jpg", "f", "é.jpg"])
            let folder = all.array?.first { $0["name"] == "f" }
            #expect(folder?["id"] == .null && folder?["metadata"] == .null && folder?["created_at"] == .null)
            #expect(names(try await list("list", #"{"prefix":"top/f"}"#)) == ["one.jpg", "two.jpg"])
            #expect(names(try await list("list", #"{"prefix":""}"#)) == ["top"])
            #expect(
                names(try await list("list", #"{"prefix":"TOP/","limit":2,"offset":1}"#)) == [
                    "B.jpg", "c_d.jpg",
                ])
            #expect(names(try await list("list", #"{"prefix":"top","search":"C_"}"#)) == ["c_d.jpg"])
            let back = try await list("list", #"{"prefix":"top","sortBy":{"column":"name","order":"desc"}}"#)
            #expect(names(back).first == "é.jpg")
            let bad = try await list("list", #"{"prefix":"","sortBy":{"column":"id; drop table x"}}"#)
            #expect(bad["statusCode"] == "400")
            #expect(try await list("list", "{}")["message"] == "body must have required property 'prefix'")
        }
    }

    @Test func theSecondKindListsWholeKeysByPages() async throws {
        try await withList { (_, list) async throws in
            var found: [String] = []
            var wish = #"{"prefix":"top/","limit":3}"#
            while true {
                let page = try await list("list-v2", wish)
                found += names(page["objects"])
                guard page["hasNext"] == true, let cursor = page["nextCursor"]?.string else { break }
                #expect(page["nextCursorKey"]?.string == found.last)
                wish = #"{"prefix":"top/","limit":3,"cursor":"\#(cursor)"}"#
            }
            #expect(
                found == Self.names.map { "top/\($0)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            let folders = try await list("list-v2", #"{"prefix":"top/","with_delimiter":true}"#)
            #expect(names(folders["folders"]) == ["top/f/"])
            #expect(folders["folders"]?.array?.first?["key"] == "top/f")
            #expect(names(folders["objects"]).count == 5)
            // A prefix is taken by the letter: no sign in it is a pattern.
            #expect(names(try await list("list-v2", #"{"prefix":"top/c_"}"#)["objects"]) == ["top/c_d.jpg"])
            #expect(names(try await list("list-v2", #"{"prefix":"TOP/"}"#)["objects"]).isEmpty)
            #expect(try await list("list-v2", #"{"cursor":"?"}"#)["error"] == "InvalidParameter")
            let latest = try await list(
                "list-v2", #"{"limit":2,"sortBy":{"column":"created_at","order":"desc"}}"#)
            #expect(names(latest["objects"]) == ["top/é.jpg", "top/cXd.jpg"])
        }
    }

    @Test func anUnknownBucketHasNothingInItAndAHiddenOneToo() async throws {
        try await Running.sandbox { (world) async throws in
            let body = #"{"prefix":""}"#
            let unknown = try await world.storage(
                "object/list/nowhere", world.service, method: "POST", body: body)
            #expect(unknown.status == 200 && unknown.text == "[]")
            let hidden = try await world.storage("object/list/images", world.anon, method: "POST", body: body)
            #expect(hidden.status == 200 && hidden.text == "[]")
            let nobody = try await world.storage("object/list/images", method: "POST", body: body)
            #expect(try JSONValue(parsing: nobody.body)["code"] == "InvalidRequest")
            try await world.run(
                "CREATE POLICY look ON storage.objects FOR SELECT TO anon USING (storage.extension(name) = 'png')"
            )
            let seen = try await world.storage(
                "object/list/images", world.anon, method: "POST", body: #"{"prefix":"\#(world.dataset)"}"#)
            #expect(names(try JSONValue(parsing: seen.body)) == ["empty.png"])
        }
    }
}
