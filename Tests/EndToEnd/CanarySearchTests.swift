import Foundation
import TestKit
import Testing

/// The control of `CanaryTests`: what is there is found.
@Suite("A secret that is written somewhere is found")
struct CanarySearchTests {
    private static let value = "Cnry~planted/+\"=x7?q"

    @Test("in what the program shows and keeps, where it is no secret")
    func planted() async throws {
        let scene = try FolderScene()
        let word = "Cnry-planted-here"
        let file = try scene.place.write(
            "name: \(word)\npull: { source: folder, path: pictures, trigger: h4rbour }\n", "p.yaml")
        let run = try await scene.run(["export", file, "--out", scene.place.path("out"), "--json"])
        #expect(run.status == 0, "\(run.errors)")
        let search = CanarySearch(["planted": word])
        #expect(try search.sightings(under: scene.place.path("pictures")).isEmpty)
        let found = try search.sightings(under: scene.place.path)
        #expect(Set(found.map(\.form)) == ["raw"])
        #expect(
            found.contains { $0.file.hasSuffix("p.yaml") } && found.contains { $0.file.contains("/out/") })
    }

    @Test("in every form that another program writes it in, in any kind of file and in a name")
    func forms() throws {
        // Written by Python, so that a fault in the search's own encoding is seen.
        let script = """
            import base64, json, sqlite3, sys, urllib.parse
            value, place = sys.argv[1], sys.argv[2]
            raw = value.encode()
            def put(name, data):
                with open(f"{place}/{name}", "wb") as file:
                    file.write(b"\\0\\xff before " + data + b" after\\n\\0")
            put("raw", raw)
            put("percent", urllib.parse.quote(value, safe="").encode())
            put("percent-lower", urllib.parse.quote(value, safe="").lower().replace("cnry", "Cnry").encode())
            put("json", json.dumps(value).encode())
            put("json-slash", json.dumps(value).replace("/", "\\\\/").encode())
            put("json-plus", json.dumps(value).replace("+", "\\\\u002B").encode())
            put("hex", raw.hex().encode())
            put("hex-upper", raw.hex().upper().encode())
            for n in range(3):
                for m in range(3):
                    text = b"u" * n + raw + b"e" * m
                    put(f"base64-{n}-{m}", base64.b64encode(text))
                    put(f"base64url-{n}-{m}", base64.urlsafe_b64encode(text))
            database = sqlite3.connect(f"{place}/database")
            database.execute("CREATE TABLE t (a)")
            database.execute("INSERT INTO t VALUES (?)", (value,))
            database.commit()
            put("name-" + raw.hex(), b"")
            put("clean", b"Cnry~other/+x7?q")
            """
        let place = try TemporaryDirectory("planted")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, Self.value, place.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let found = Set(
            try CanarySearch(["planted": Self.value]).sightings(under: place.path).map {
                $0.file.split(separator: "/").last.map(String.init) ?? ""
            })
        #expect(Set(try place.names()).subtracting(found) == ["clean"])
    }
}
