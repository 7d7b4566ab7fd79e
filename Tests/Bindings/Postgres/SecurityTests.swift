import Foundation
import Postgres
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(3))) struct SecurityTests {
    /// The cluster offers no TLS. The controls are other hosts, and a mode that was chosen.
    @Test func hostsOfSupabaseAreAskedForTLS() async throws {
        try await withCluster { cluster in
            let password = try #require(URLComponents(string: cluster.url)?.password)
            func kind(_ host: String, _ mode: String = "") async -> PostgresError.Kind? {
                let addresses = host.split(separator: ",").map { _ in "127.0.0.1" }.joined(separator: ",")
                let text =
                    "host=\(host) hostaddr=\(addresses) port=\(cluster.port) user=postgres"
                    + " password=\(password) dbname=postgres \(mode)"
                do {
                    let connection = try await PostgresConnection.connect(ConnectionSettings(text))
                    let security = await connection.security
                    #expect(
                        security?.isEncrypted == false
                            && security?.verification == ConnectionSecurity.Verification.none)
                    await connection.close()
                    return nil
                } catch { return (error as? PostgresError)?.kind ?? .query }
            }
            #expect(await kind("db.abc.supabase.co") == .cannotConnect)
            #expect(await kind("aws-0-x.pooler.supabase.com") == .cannotConnect)
            #expect(await kind("db.a.supabase.co,DB.b.Supabase.co.") == .cannotConnect)
            #expect(await kind("db.abc.supabase.co", "sslmode=prefer") == nil)
            #expect(await kind("db.a.supabase.co,db.example.org") == nil)
            #expect(await kind("db.example.org") == nil)
            #expect(await kind("notsupabase.co") == nil)
        }
    }
}
