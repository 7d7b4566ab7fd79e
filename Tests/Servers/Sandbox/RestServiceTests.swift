import Curl
import Dataset
import Foundation
import Postgres
import TestKit
import Testing

@testable import Sandbox

/// The REST API over a real database. Numbers 1 to 15 stand in a table of their own.
@Suite struct RestServiceTests {
    func withNumbers(maxRows: Int = 1000, _ body: (Running) async throws -> Void) async throws {
        try await Running.sandbox(maxRows: maxRows) { (world) async throws in
            try await world.run(
                """
                CREATE TABLE public.numbers (n int PRIMARY KEY, "odd, name" text, at timestamptz, half numeric,
                    made jsonb, id uuid, is_even boolean)
                """,
                """
                INSERT INTO public.numbers SELECT i, 'a"b' || i, '2024-01-02 03:04:05.678901+00', i / 2.0,
                    jsonb_build_object('b', i, 'a', NULL), md5(i::text)::uuid, CASE WHEN i < 15 THEN i % 2 = 0 END
                FROM generate_series(1, 15) AS i
                """,
                "GRANT SELECT ON public.numbers TO anon, service_role")
            try await body(world)
        }
    }

    func numbers(_ world: Running, _ query: String) async throws -> [Int64] {
        let answer = try await world.rest("numbers?select=n&order=n&" + query)
        guard answer.status == 200, let rows = try JSONValue(parsing: answer.body).array else {
            Issue.record("\(query): \(answer.status) \(answer.text)")
            return []
        }
        return rows.compactMap { $0["n"]?.int }
    }

    @Test func filtersMeanWhatTheyMeanInSQL() async throws {
        try await withNumbers { (world) async throws in
            let cases: [(String, [Int64])] = [
                ("n=gt.13", [14, 15]), ("n=lte.2", [1, 2]), ("n=neq.1&n=lt.4", [2, 3]),
                ("n=in.(3,99,1)", [1, 3]),
                ("n=not.in.(1,2,3,4,5,6,7,8,9,10,11,12)", [13, 14, 15]), ("n=in.()", []),
                ("%22odd%2C%20name%22=eq.a%22b7", [7]),
                ("%22odd%2C%20name%22=like.*b1*&n=gt.9", Array(10...15)),
                ("%22odd%2C%20name%22=in.(%22a%5C%22b2%22,%22a%5C%22b3%22)", [2, 3]),
                ("%22odd%2C%20name%22=ilike.A%22B15", [15]), ("is_even=is.true&n=lt.5", [2, 4]),
                ("or=(n.eq.1,and(n.gt.13,n.lt.15),not.and(n.gt.2,n.lt.99))", [1, 2, 14]),
                ("is_even=is.null", [15]), ("is_even=not.is.null&n=gt.12", [13, 14]),
                ("limit=2&offset=3", [4, 5]), ("limit=0", []),
                ("at=eq.2024-01-02T03:04:05.678901%2B00:00&n=lt.2", [1]), ("offset=14", [15]),
                ("offset=99", []),
            ]
            for (query, expected) in cases {
                #expect(try await numbers(world, query) == expected, "\(query)")
            }
        }
    }

    @Test func formatsAreTheServersOwn() async throws {
        try await withNumbers { (world) async throws in
            let one = try await world.rest(
                "numbers?n=eq.1&select=n,odd:%22odd,%20name%22,at,half,made,id,text:n::text,is_even")
            #expect(
                one.text
                    == #"[{"n":1,"odd":"a\"b1","at":"2024-01-02T03:04:05.678901+00:00","half":0.50000000000000000000,"#
                    + #""made":{"a": null, "b": 1},"id":"c4ca4238-a0b9-2382-0dcc-509a6f75849b","text":"1","is_even":false}]"#
            )
            #expect(one.header("Content-Type") == "application/json; charset=utf-8")
            #expect(one.header("Content-Range") == "0-0/*")
            // Older than the function of that name, and still taken.
            #expect(try await world.rest("numbers?select=count&n=gt.5").text == #"[{"count":10}]"#)
            let all = try await world.rest("numbers?n=eq.2")
            #expect(try JSONValue(parsing: all.body).array?.first?.members?.map(\.key).count == 7)
        }
    }

    @Test func pagesAndCountsHaveTheStatusesOfTheRealOne() async throws {
        try await withNumbers(maxRows: 10) { (world) async throws in
            let exact = [(name: "Prefer", value: "count=exact")]
            let cases: [(String, [(name: String, value: String)], Int, String?)] = [
                // Cut at the most rows without a word.
                ("?select=n", [], 200, "0-9/*"), ("?limit=12", [], 200, "0-9/*"),
                ("?select=n", exact, 206, "0-9/15"),
                ("?n=lt.5", exact, 200, "0-3/4"), ("?offset=10", exact, 206, "10-14/15"),
                ("?n=gt.99", exact, 200, "*/0"),
                ("?n=gt.99", [], 200, "*/*"), ("?offset=15", exact, 206, "*/15"),
                ("?offset=20", exact, 416, "*/15"),
                ("?offset=20", [], 200, "*/*"),
                ("", [("Range-Unit", "items"), ("Range", "3-4")], 200, "3-4/*"),
                ("", exact + [("Range", "5-2")], 416, nil),
                ("?n=lt.5", [("Prefer", "count=estimated")], 200, "0-3/4"),
            ]
            for (query, headers, status, range) in cases {
                let answer = try await world.rest("numbers" + query, headers)
                #expect(answer.status == status, "\(query)")
                if let range { #expect(answer.header("Content-Range") == range, "\(query)") }
                if status == 416 {
                    #expect(try JSONValue(parsing: answer.body)["code"] == "PGRST103")
                    #expect(answer.header("Proxy-Status") == "PostgREST; error=PGRST103")
                }
            }
            let planned = try await world.rest("numbers?n=lt.5", [("Prefer", "count=planned")])
            #expect(planned.header("Content-Range")?.hasPrefix("0-3/") == true)
            #expect(planned.header("Content-Range") != "0-3/*")
            let head = try await world.rest("numbers?n=gt.5", exact, method: "HEAD")
            #expect(head.status == 200 && head.body.isEmpty && head.header("Content-Range") == "0-9/10")
            let past = try await world.rest("numbers?offset=20", exact, method: "HEAD")
            #expect(past.status == 416 && past.body.isEmpty)
        }
    }

    @Test func otherTablesAreEmbeddedAlongTheirKeys() async throws {
        try await Running.sandbox(maxRows: 3) { (world) async throws in
            let down = try await world.rest("datasets?select=name,data(image_name)&data.order=image_name")
            // The most rows holds inside too.
            #expect(
                down.text
                    == #"[{"name":"Boats","data":[{"image_name":"a one.jpg"}, {"image_name":"empty.png"}, "#
                    + #"{"image_name":"gone.jpg"}]}]"#)
            let some = try await world.rest(
                "datasets?select=rows:data(image_name)&rows.image_name=like.e*&rows.limit=5")
            #expect(some.text == #"[{"rows":[{"image_name":"empty.png"}]}]"#)
            let up = try await world.rest(
                "data?select=datasets(name),by:dataset_id(character_trigger)&image_name=eq.empty.png")
            #expect(up.text == #"[{"datasets":{"name":"Boats"},"by":{"character_trigger":"h4rbour"}}]"#)
            let count = try await world.rest("datasets?select=id,data(count)")
            #expect(count.text == "[{\"id\":\"\(world.dataset)\",\"data\":[{\"count\":5}]}]")
            let inner = try await world.rest("datasets?select=id,data!inner(id)&data.image_name=eq.nothing")
            #expect(inner.text == "[]")
            let none = try await world.rest("data?select=many(id)")
            #expect(none.status == 400)
            #expect(try JSONValue(parsing: none.body)["code"] == "PGRST200")
            try await world.run(
                "ALTER TABLE public.data ADD COLUMN other uuid REFERENCES public.datasets(id)")
            let two = try await world.rest("datasets?select=data(id)")
            #expect(two.status == 300)
            #expect(try JSONValue(parsing: two.body)["code"] == "PGRST201")
            let hinted = try await world.rest("datasets?select=data!data_other_fkey(count)")
            #expect(hinted.text == #"[{"data":[{"count":0}]}]"#)
        }
    }

    @Test func nothingOfAValueOrANameBecomesSQL() async throws {
        try await withNumbers { (world) async throws in
            let attacks = [
                "select=n%3Bdrop%20table%20numbers", "select=%22n%22%22%3B%20drop%20table%20numbers%3B--%22",
                "n=eq.1%3B%20drop%20table%20numbers", "n=in.(1%29%3B%20drop%20table%20numbers)",
                "%22odd%2C%20name%22=eq.x'%3B%20drop%20table%20numbers%3B--",
                "%22odd%2C%20name%22=in.(%22x%5C%5C%22%2C%22%7D'%3B--%22)",
                "order=n%3Bdrop%20table%20numbers",
                "select=n::text%29%3B%20drop%20table%20numbers%3B--", "select=%22x%5C%22%3B%20--%22:n",
                "limit=1%3B%20drop%20table%20numbers", "n=eq.1%00", "or=(n.eq.1)%3B--",
                "select=n::int4%5B%5D",
            ]
            for attack in attacks {
                let answer = try await world.rest("numbers?" + attack)
                #expect([200, 400].contains(answer.status), "\(attack): \(answer.status) \(answer.text)")
            }
            for table in ["numbers%22%3B--", "pg_class", "numbers%3B", "%22numbers%22"] {
                #expect(try await world.rest(table).status == 404)
            }
            #expect(try await numbers(world, "") == Array(1...15))
            let quoted = try await world.rest("numbers?n=eq.1&select=%22x%5C%22%3B%20--%22:n")
            #expect(quoted.text == #"[{"x\"; --":1}]"#)
        }
    }

    @Test func oneObjectIsOneRow() async throws {
        try await withNumbers { (world) async throws in
            let accept = [(name: "Accept", value: "application/vnd.pgrst.object+json")]
            let one = try await world.rest("numbers?select=n&n=eq.1", accept)
            #expect(one.text == #"{"n":1}"#)
            #expect(one.header("Content-Type") == "application/vnd.pgrst.object+json; charset=utf-8")
            for (query, rows) in [("n=gt.99", 0), ("n=lt.3", 2)] {
                let other = try await world.rest("numbers?" + query, accept)
                #expect(other.status == 406)
                #expect(
                    other.text
                        == #"{"code":"PGRST116","details":"The result contains \#(rows) rows","hint":null,"#
                        + #""message":"Cannot coerce the result to a single JSON object"}"#)
            }
            let csv = try await world.rest("numbers", [("Accept", "text/csv")])
            #expect(csv.status == 406)
            #expect(try JSONValue(parsing: csv.body)["code"] == "PGRST107")
        }
    }
}
