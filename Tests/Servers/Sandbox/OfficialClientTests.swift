import Dataset
import Foundation
import Subprocess
import SystemPackage
import TestKit
import Testing

@testable import Sandbox

/// The sandbox as Supabase's own Python client meets it: what that client can do with the real service, it can do here.
@Suite struct OfficialClientTests {
    @Test func itReadsListsDownloadsSignsAndUploads() async throws {
        try await Running.sandbox { world in
            try await world.run(
                "CREATE TABLE public.many AS SELECT generate_series(1, 3000) AS n",
                "GRANT SELECT ON public.many TO service_role")
            let said = try await Self.client(world)
            for key in ["service", "secret"] {
                Self.check(rows: said["rows"]?[key], of: world)
                Self.check(pictures: said["pictures"]?[key], of: world)
            }
            let uploads = said["uploads"]
            #expect(uploads?["key"]?.string == "images-private/\(world.dataset)/new/one file.txt")
            #expect(uploads?["again"]?["code"] == "Duplicate" && uploads?["again"]?["status"] == "409")
            #expect(uploads?["removed"] == 3 && uploads?["left"] == false)
            Self.check(refusals: said["refusals"])
        }
    }

    @Test func theKeysWithoutRightsSeeNothingUntilAPolicyLetsThem() async throws {
        try await Running.sandbox { world in
            let nothing = try JSONValue(parsing: #"{"rows":[],"listed":[],"buckets":[]}"#)
            let before = try await Self.client(world, "unprivileged")
            #expect(before["anon"] == nothing && before["publishable"] == nothing)
            try await world.run(
                "CREATE POLICY look ON public.data FOR SELECT TO anon USING (caption IS NOT NULL)",
                "CREATE POLICY look ON storage.objects FOR SELECT TO anon USING (bucket_id = 'images')")
            let after = try await Self.client(world, "unprivileged")
            for key in ["anon", "publishable"] {
                #expect(after[key]?["rows"]?.array?.count == 3)
                #expect(after[key]?["listed"]?.array?.compactMap { $0["name"]?.string } == Self.pictures)
                #expect(after[key]?["buckets"] == .array([]))
            }
        }
    }

    private static let pictures = ["a one.jpg", "empty.png", "no-caption.webp"]

    private static func check(rows: JSONValue?, of world: Running) {
        #expect(
            rows?["names"]?.array?.compactMap(\.string)
                == ["a one.jpg", "empty.png", "gone.jpg", "no-caption.webp", "unfinished.jpg"])
        #expect(rows?["times"] == 1)
        #expect(rows?["time"]?.string?.hasSuffix("+00:00") == true)
        #expect(rows?["page"] == 2 && rows?["total"] == 5 && rows?["head"] == 5)
        let embedded = "{\"id\":\"\(world.dataset)\",\"name\":\"Boats\",\"data\":[{\"count\":5}]}"
        #expect(rows?["embedded"]?.text() == embedded)
        #expect(rows?["inner"] == 0)
        #expect(rows?["cut"] == 1000)
    }

    private static func check(pictures said: JSONValue?, of world: Running) {
        #expect(said?["bytes"] == 10)
        #expect(said?["listed"]?.array?.compactMap(\.string) == Array(pictures.prefix(2)))
        #expect(said?["folders"]?.array?.compactMap(\.string) == [world.dataset])
        #expect(said?["tops"]?.array?.compactMap(\.string) == ["\(world.dataset)/"])
        #expect(said?["pages"]?.array?.compactMap(\.string) == pictures.map { "\(world.dataset)/\($0)" })
        #expect(said?["type"] == "image/jpeg")
        #expect(said?["exists"] == true && said?["absent"] == false)
        #expect(
            said?["disposition"]?.string
                == "attachment; filename=a%20name.jpg; filename*=UTF-8''a%20name.jpg;")
        #expect(said?["buckets"]?.array?.compactMap(\.string) == ["images", "images-private"])
        #expect(said?["public"] == true)
        #expect(said?["nowhere"] == .array([]))
    }

    private static func check(refusals: JSONValue?) {
        let codes = ["object", "bucket", "policy", "hidden", "table", "column", "value", "single", "key"].map
        {
            refusals?[$0]?["code"]?.string
        }
        #expect(
            codes == [
                "not_found", "Bucket not found", "Unauthorized", "not_found", "PGRST205", "42703", "22P02",
                "PGRST116",
                nil,
            ])
        #expect(refusals?["key"]?["message"] == "Invalid API key")
        #expect(refusals?["single"]?["details"] == "The result contains 0 rows")
    }

    /// Runs the script beside this file; what it says.
    private static func client(_ world: Running, _ arguments: String...) async throws -> JSONValue {
        let python = "\(Program.root)/.build-python/bin/python"
        try #require(
            FileManager.default.fileExists(atPath: python),
            "there is no \(python): run  bash Tests/install  to get Supabase's Python client")
        let script = "\(Program.root)/Tests/Servers/Sandbox/official_client.py"
        var environment: [Environment.Key: String] = [
            "PATH": "/usr/bin:/bin", "DATASET": world.dataset, "PICTURE": "a one.jpg",
        ]
        for (name, value) in world.sandbox.environment {
            environment[Environment.Key(stringLiteral: name)] = value
        }
        let result = try await Subprocess.run(
            .path(FilePath(python)), arguments: Arguments([script] + arguments),
            environment: .custom(environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try JSONValue(parsing: result.standardOutput)
    }
}
