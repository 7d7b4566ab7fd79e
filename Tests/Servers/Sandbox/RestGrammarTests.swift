import Testing

@testable import Sandbox

@Suite struct RestGrammarTests {
    func read(_ query: String, range: String? = nil) throws(RestFailure) -> RestNode {
        try RestRequest(table: "data", parameters: QueryText.parameters(query), range: range).root
    }

    @Test func aSelectIsColumnsCastsAliasesAndTables() throws {
        let node = try read(
            "select=id,when:created_at,\"odd, \\\"name\\\"\"::text,set:datasets!inner(name,data(count)),*")
        var inner = RestNode(name: "data")
        inner.items = [.column("count", alias: nil, type: nil)]
        var datasets = RestNode(name: "datasets")
        datasets.alias = "set"
        datasets.isInner = true
        datasets.items = [.column("name", alias: nil, type: nil), .embedded(inner)]
        #expect(
            node.items == [
                .column("id", alias: nil, type: nil), .column("created_at", alias: "when", type: nil),
                .column("odd, \"name\"", alias: nil, type: "text"), .embedded(datasets), .everything,
            ])
    }

    @Test(
        arguments: [
            ("id=eq.1", .compare("id", sql: "=", value: "1")),
            ("id=not.eq.a.b", .not(.compare("id", sql: "=", value: "a.b"))),
            // Outside of a list quotes and commas are the value's own.
            ("id=eq.\"a,b\"", .compare("id", sql: "=", value: "\"a,b\"")),
            (
                "id=gte.2024-01-01T00:00:00%2B00:00",
                .compare("id", sql: ">=", value: "2024-01-01T00:00:00+00:00")
            ),
            ("id=eq.a+b", .compare("id", sql: "=", value: "a b")),
            ("a=ilike.*x*", .compare("a", sql: "ILIKE", value: "%x%")),
            ("a=is.null", .is("a", sql: "NULL")), ("a=not.is.TRUE", .not(.is("a", sql: "TRUE"))),
            ("a=in.(1,\"b,c\",\"d\\\"e\")", .isOneOf("a", ["1", "b,c", "d\"e"])),
            ("a=in.()", .isOneOf("a", [])),
            ("\"odd.name\"=neq.1", .compare("odd.name", sql: "<>", value: "1")),
            (
                "or=(a.lt.1,and(b.not.is.null,not.or(c.eq.\"x)\",d.in.(1,2))))",
                .any([
                    .compare("a", sql: "<", value: "1"),
                    .all([
                        .not(.is("b", sql: "NULL")),
                        .not(.any([.compare("c", sql: "=", value: "x)"), .isOneOf("d", ["1", "2"])])),
                    ]),
                ])
            ),
            ("not.and=(a.eq.1)", .not(.all([.compare("a", sql: "=", value: "1")]))),
        ] as [(String, RestCondition)])
    func aFilterIsReadAsOneCondition(query: String, condition: RestCondition) throws {
        #expect(try read(query).filters == [condition])
    }

    @Test func orderLimitAndOffsetReachTheirTable() throws {
        let node = try read(
            "select=data(id)&order=a.desc.nullslast,b,c.nullsfirst&limit=3&offset=2&data.limit=1&data.order=id"
        )
        #expect(
            node.order == [
                RestOrder(column: "a", isDescending: true, nullsFirst: false), RestOrder(column: "b"),
                RestOrder(column: "c", nullsFirst: true),
            ])
        #expect(node.limit == 3 && node.offset == 2)
        guard case .embedded(let child) = node.items[0] else { return #expect(Bool(false)) }
        #expect(child.limit == 1 && child.order == [RestOrder(column: "id")])
    }

    @Test(
        arguments: [
            ("0-9", nil, 0, 10), ("5-", nil, 5, nil), ("2-4", 2, 2, 2), ("items", nil, nil, nil),
            ("0-0", nil, 0, 1),
        ] as [(String, Int?, Int?, Int?)])
    func aRangeHoldsBesideTheLimit(range: String, limit: Int?, offset: Int?, left: Int?) throws {
        let node = try read(limit.map { "limit=\($0)&offset=2" } ?? "", range: range)
        #expect(node.offset == offset && node.limit == left)
    }

    @Test(arguments: [
        "select=id);drop table data", "select=id,,name", "select=a->b", "select=...datasets(id)",
        "select=data(id",
        "id=eq", "id=like", "id=fts.x", "id=eq(any).{1}", "id=is.maybe", "id=in.1,2", "or=(id.eq.1",
        "or=id.eq.1",
        "or=(id.eq.1)x", "order=id.up", "order=id.asc.nulls", "limit=ten", "offset=", "settings->a=eq.1",
        "columns=id", "select=id::text;x",
    ])
    func whatCannotBeReadIsToldAndNeverPassedOver(query: String) throws {
        let failure = #expect(throws: RestFailure.self) { try read(query) }
        #expect(failure?.code == "PGRST100")
        #expect(failure?.status == 400)
        #expect(failure?.details?.isEmpty == false)
    }

    @Test(
        arguments: [
            ("select=count()", "PGRST123"), ("select=id.sum()", "PGRST123"),
            ("select=data(count())", "PGRST123"),
            ("datasets.limit=1", "PGRST108"), ("limit=-1", "PGRST103"),
        ])
    func otherRefusalsHaveTheirCodes(query: String, code: String) throws {
        #expect(throws: RestFailure.self) { try read(query) }
        do { _ = try read(query) } catch { #expect(error.code == code) }
    }

    @Test func numbersAndDepthsBeyondAllMeasureAreRefusedOrIgnored() throws {
        // Ignored as any Range that can't be read; and no sum of them may end the process.
        #expect(try read("limit=5", range: "0-9223372036854775807").limit == 5)
        for query in ["limit=9223372036854775807", "offset=99999999999&limit=1"] {
            #expect(throws: RestFailure.self) { try read(query) }
        }
        for (open, close) in [("and(", ")"), ("not.or(", ")")] {
            let deep =
                String(repeating: open, count: 50_000) + "a.eq.1" + String(repeating: close, count: 50_000)
            #expect(throws: RestFailure.self) { try read("or=(\(deep))") }
        }
        #expect(throws: RestFailure.self) {
            try read("a=" + String(repeating: "not.", count: 50_000) + "eq.1")
        }
    }

    @Test func aRangeThatEndsBeforeItBeginsIsRefused() throws {
        let failure = #expect(throws: RestFailure.self) { try read("", range: "5-2") }
        #expect(failure?.status == 416 && failure?.code == "PGRST103")
    }
}
