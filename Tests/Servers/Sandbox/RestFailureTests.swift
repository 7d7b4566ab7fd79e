import Curl
import Dataset
import Postgres
import TestKit
import Testing

@testable import Sandbox

/// How the REST API answers the database's refusals and of tokens.
@Suite struct RestFailureTests {
    func expect(
        _ answer: HTTPResponse, _ status: Int, _ code: String, _ message: String, hint: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let body = try JSONValue(parsing: answer.body)
        #expect(answer.status == status, sourceLocation: location)
        #expect(body["code"]?.string == code, sourceLocation: location)
        #expect(body["message"]?.string == message, sourceLocation: location)
        #expect(body["hint"]?.string == hint, sourceLocation: location)
        #expect(answer.header("Proxy-Status") == "PostgREST; error=\(code)", sourceLocation: location)
        #expect(answer.header("Content-Type") == "application/json; charset=utf-8", sourceLocation: location)
    }

    @Test func theDatabasesRefusalsAreMappedAndItsWordsKept() async throws {
        try await Running.sandbox { (world) async throws in
            try await world.run(
                "CREATE TABLE public.closed (x int)",
                "CREATE VIEW public.broken AS SELECT 1 / (x - x) AS y FROM public.closed",
                "INSERT INTO public.closed VALUES (1)", "GRANT SELECT ON public.broken TO service_role",
                "CREATE VIEW public.slow AS SELECT pg_sleep(5)::text AS x",
                "GRANT SELECT ON public.slow TO service_role")
            try expect(
                try await world.rest("absent"), 404, "PGRST205",
                "Could not find the table 'public.absent' in the schema cache")
            try expect(try await world.rest("data?select=x"), 400, "42703", "column data.x does not exist")
            try expect(try await world.rest("data?x=eq.1"), 400, "42703", "column data.x does not exist")
            try expect(
                try await world.rest("data?id=eq.x;%20y"), 400, "22P02",
                "invalid input syntax for type uuid: \"x; y\"")
            try expect(
                try await world.rest("data?created_at=eq.2024-01-01T00:00:00+00:00"), 400, "22007",
                "invalid input syntax for type timestamp with time zone: \"2024-01-01T00:00:00 00:00\"")
            try expect(
                try await world.rest("data?id=like.x"), 404, "42883",
                "operator does not exist: uuid ~~ unknown",
                hint:
                    "No operator matches the given name and argument types. You might need to add explicit type casts."
            )
            try expect(
                try await world.rest("data?select=id::nothing"), 400, "42704",
                "type \"nothing\" does not exist")
            try expect(
                try await world.rest("closed"), 403, "42501", "permission denied for table closed",
                hint:
                    "Grant the required privileges to the current role with: GRANT SELECT ON public.closed TO service_role;"
            )
            let anonymous = try await world.send("/rest/v1/closed", world.anon)
            try expect(
                anonymous, 401, "42501", "permission denied for table closed",
                hint:
                    "Grant the required privileges to the current role with: GRANT SELECT ON public.closed TO anon;"
            )
            #expect(anonymous.header("WWW-Authenticate") == "Bearer")
            try expect(try await world.rest("broken"), 400, "22012", "division by zero")
            try await world.run("ALTER ROLE service_role SET statement_timeout = '300ms'")
            try expect(
                try await world.rest("slow"), 500, "57014", "canceling statement due to statement timeout")
            try await world.run("ALTER ROLE service_role RESET statement_timeout")
            try expect(
                try await world.rest("data", [("Accept-Profile", "private")]), 406, "PGRST106",
                "Invalid schema: private",
                hint: "Only the following schemas are exposed: public")
            try expect(
                try await world.rest("data", method: "DELETE"), 405, "PGRST117",
                "Unsupported HTTP method: DELETE")
            try expect(try await world.rest(""), 404, "PGRST126", "Root endpoint metadata is disabled")
            try expect(
                try await world.rest("data/x"), 404, "PGRST125", "Invalid path specified in request URL")
            // After all of this the connections still work.
            #expect(try await world.rest("data?select=id").status == 200)
        }
    }

    @Test func theDetailIsTakenApartFromTheMessage() async throws {
        try await Running.sandbox { (world) async throws in
            try await world.run(
                "CREATE TABLE public.texts (j jsonb)", "GRANT SELECT ON public.texts TO service_role")
            let answer = try await world.rest("texts?j=eq.%7Bx;%20y")
            try expect(answer, 400, "22P02", "invalid input syntax for type json")
            #expect(try JSONValue(parsing: answer.body)["details"] == "Token \"x\" is invalid.")
        }
    }

    @Test func policiesHideRowsWithoutAnError() async throws {
        try await Running.sandbox { (world) async throws in
            let hidden = try await world.send("/rest/v1/data", world.anon)
            #expect(hidden.status == 200 && hidden.text == "[]")
            try await world.run(
                """
                CREATE POLICY mine ON public.data FOR SELECT TO authenticated
                USING (current_setting('request.jwt.claims')::json->>'sub' = image_name)
                """)
            let token = world.token(["role": "authenticated", "sub": "empty.png", "exp": 4_102_444_800])
            let headers = [
                ("apikey", world.variable("SUPABASE_ANON_KEY")), ("Authorization", "Bearer \(token)"),
            ]
            let mine = try await world.send("/rest/v1/data?select=image_name", headers)
            #expect(mine.text == #"[{"image_name":"empty.png"}]"#)
        }
    }

    @Test func tokensThatAreNoneAreRefused() async throws {
        try await Running.sandbox { (world) async throws in
            let ask = { (token: String) async throws in
                try await world.send(
                    "/rest/v1/data",
                    [("apikey", world.variable("SUPABASE_ANON_KEY")), ("Authorization", "Bearer \(token)")])
            }
            let good = world.token(["role": "anon"])
            try expect(try await ask("no.token"), 401, "PGRST301", "Expected 3 parts in JWT; got 2")
            try expect(try await ask(good + "A"), 401, "PGRST301", "No suitable key or wrong key type")
            let expired = try await ask(world.token(["role": "anon", "exp": 1000]))
            try expect(expired, 401, "PGRST303", "JWT expired")
            #expect(
                expired.header("WWW-Authenticate")
                    == "Bearer error=\"invalid_token\", error_description=\"JWT expired\"")
            try expect(
                try await ask(world.token(["role": "nobody"])), 401, "22023", "role \"nobody\" does not exist"
            )
            try expect(
                try await ask(world.token(["role": "postgres"])), 403, "42501",
                "permission denied to set role \"postgres\"")
        }
    }

    @Test func aLostDatabaseIsSaidSoAndAReturnedOneUsed() async throws {
        try await Running.sandbox { (world) async throws in
            #expect(try await world.rest("data").status == 200)
            try await world.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'authenticator'")
            #expect(try await world.rest("data").status == 200)
            try await world.run(
                "ALTER ROLE authenticator NOLOGIN",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'authenticator'")
            try expect(
                try await world.rest("data"), 503, "PGRST000",
                "Database connection error. Retrying the connection.")
            try await world.run("ALTER ROLE authenticator LOGIN")
            #expect(try await world.rest("data").status == 200)
        }
    }
}
