import Postgres
import Testing

@Suite struct ConnectionSettingsTests {
    @Test func takesAURLApart() throws {
        let url =
            "postgresql://postgres.abc:p%40ss%2F%C3%A9@aws-1-eu.pooler.supabase.com:6543/postgres"
            + "?pgbouncer=true&sslmode=no-verify"
        let settings = try ConnectionSettings(url)
        #expect(settings.host == "aws-1-eu.pooler.supabase.com")
        #expect(settings.user == "postgres.abc")
        #expect(settings.database == "postgres")
        #expect(settings.sslMode == "require")
        #expect(settings.ignored == ["pgbouncer"])
        #expect(
            settings.description == "postgresql://postgres.abc@aws-1-eu.pooler.supabase.com:6543/postgres")
    }

    /// Equal settings hold the same keywords, the password too.
    @Test(arguments: [
        ("postgres://u:p@ss@h/d", "host=h user=u password=p@ss dbname=d"),
        ("postgres://u:a#b@h/d", "host=h user=u password='a#b' dbname=d"),
        (
            "postgres://u:a%20b%27%5C@[::1]:5433/d",
            "host=::1 port = 5433 user=u password='a b\\'\\\\' dbname=d"
        ),
        ("postgres://u@h1:1,h2:2/d", "host=h1,h2 port=1,2 user=u dbname=d"),
        ("postgres:///d?host=%2Fvar%2Frun", "host=/var/run dbname=d"),
        ("  postgres://u@h/d\n", "user=u host=h dbname=d"),
    ])
    func bothFormsMeanTheSame(url: String, keywords: String) throws {
        #expect(try ConnectionSettings(url) == ConnectionSettings(keywords))
    }

    @Test func nothingMeansTheEnvironment() throws {
        #expect(try ConnectionSettings("") == ConnectionSettings())
        #expect(ConnectionSettings().hasPassword == false)
        #expect(ConnectionSettings().with(password: "x").hasPassword)
    }

    /// Each of these makes libpq's own parser print a part of the password, or of all.
    @Test(arguments: [
        "postgres://u:s3cr%zzet@h/d", "postgres://u:s3cr/et@h/d", "postgres://u:s3cr?et@h/d",
        "postgresql+asyncpg://u:s3cret@h/d", "postgres://u:s3cr@h:s3cr/d", "host=h password='s3cret",
        "postgres://u:s3cret@h/d?S3cret=1", "s3cret", "mysql://u:s3cret@h/d",
    ])
    func whatCannotBeReadIsNotRepeated(text: String) {
        let error = #expect(throws: PostgresError.self) { try ConnectionSettings(text) }
        #expect(error?.kind == .invalidSettings)
        let said = [error?.message, error?.hint].compactMap(\.self).joined().lowercased()
        #expect(!said.contains("s3cr"))
    }

    @Test func theDashboardsPlaceholderIsNoticed() throws {
        let error = #expect(throws: PostgresError.self) {
            try ConnectionSettings("postgresql://postgres:[YOUR-PASSWORD]@db.x.supabase.co:5432/postgres")
        }
        #expect(error?.message.contains("[YOUR-PASSWORD]") == true)
    }

    @Test func identifiersAreQuoted() throws {
        #expect(try PostgresConnection.quoteIdentifier("a\"b C") == "\"a\"\"b C\"")
        #expect(throws: PostgresError.self) { try PostgresConnection.quoteIdentifier("") }
        #expect(throws: PostgresError.self) { try PostgresConnection.quoteIdentifier("a\0b") }
        #expect(throws: PostgresError.self) {
            try PostgresConnection.quoteIdentifier(String(repeating: "x", count: 64))
        }
    }
}
