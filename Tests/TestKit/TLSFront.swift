import Dataset
import Foundation

/// TLS in front of a `ScriptedServer`, as a reverse proxy would do it.
public enum TLSFront {
    /// Runs it beside `body`, which is given its port on 127.0.0.1.
    public static func run(
        _ identity: TestAuthority.Identity, before server: ScriptedServer,
        while body: @escaping @Sendable (Int64) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory("tls-front")
        let files = [
            try directory.write(identity.certificate, "c.pem"), try directory.write(identity.key, "k.pem"),
        ]
        let port = URLComponents(string: server.url)?.port ?? 0
        try await PythonPeer.run("Tests/TestKit/tls_front.py", files + ["\(port)"]) { line in
            try await body(line["port"]?.int ?? 0)
        }
    }
}
