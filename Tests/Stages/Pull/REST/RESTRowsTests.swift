import Curl
import Dataset
import Store
import TestKit
import Testing
import Workers

@testable import Pull

@Suite(.timeLimit(.minutes(2))) struct RESTRowsTests {
    private let directory: TemporaryDirectory
    private let store: Store

    init() throws {
        directory = try TemporaryDirectory("rest")
        store = try Store(at: directory.path("state"))
    }

    private func rows(
        _ rest: ScriptedREST, key: String = "sb_secret_x", dataset: String = "Harbour",
        emit: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Rows {
        let project = Project(url: rest.server.url, key: try #require(ProjectKey(key)))
        let source = SupabaseSource(kind: .rest(project), dataset: dataset, storage: nil)
        var policy = RetryPolicy()
        policy.backoff.first = .milliseconds(1)
        let client = try RESTClient(project, source.tables, client: HTTPClient(), policy: policy, emit: emit)
        return try await RESTRows(source, client, files: WorkerPool(name: "files", threads: 1)).rows(
            in: store.objects.runTable())
    }

    private func pages(_ rest: ScriptedREST) -> Int {
        rest.server.requests.count { $0.path == "/rest/v1/data" }
    }

    @Test(arguments: [1000, 77, 1]) func noLimitOfTheServersStopsIt(_ maxRows: Int) async throws {
        let count = maxRows == 1 ? 25 : 2310
        let rest = try ScriptedREST(.init(ids: Array(1...count), maxRows: maxRows))
        defer { rest.server.stop() }
        let rows = try await rows(rest)
        #expect(try rows.all().map(\.id) == ScriptedREST.ordered(Array(1...count)))
        #expect(rows.dataset.trigger == "hrbr")
        // The last page is empty: only that is the end.
        #expect(pages(rest) == (count + maxRows - 1) / maxRows + 1)
        #expect(
            rest.server.requests.allSatisfy {
                $0.header("apikey") == "sb_secret_x" && $0.header("Authorization") == nil
            })
    }

    @Test func aDatasetThatChangesMeanwhileIsReadAgain() async throws {
        var state = ScriptedREST.State(ids: Array(1...30), maxRows: 10)
        // Once, a row behind the first page goes away.
        state.onPage = { state in
            if state.ids.count == 30 { state.ids.removeLast() }
        }
        let rest = try ScriptedREST(state)
        defer { rest.server.stop() }
        #expect(try await rows(rest).count == 29)
        #expect(pages(rest) == 8)
    }

    @Test func aRowThatComesTwiceHidesNoneThatIsMissing() async throws {
        // Four are counted, and four come: one of them twice, and one never.
        let rest = try ScriptedREST(.init(ids: [1, 2, 2, 3], counted: 4))
        defer { rest.server.stop() }
        let error = await failure { try await rows(rest) }
        #expect(error?.kind == .outside && error?.message.contains("row 2 came twice") == true)
        #expect(try await isCleared())
    }

    /// Whether nothing is left in the state's temporary folder. What a reading that failed held goes when the last task
    /// that knew of it has ended, which may be a moment after the failure is here.
    private func isCleared() async throws -> Bool {
        for _ in 0..<500 {
            if try directory.temporaries().isEmpty { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    @Test func anotherDatasetThanTheOneMeantIsNotTaken() async throws {
        let other = ScriptedREST.Trouble.status(
            200, body: #"[{"id":9,"name":"Somebody else","character_trigger":"x"}]"#)
        let rest = try ScriptedREST(.init(ids: [1], troubles: [other, other, other]))
        defer { rest.server.stop() }
        let error = await failure { try await rows(rest) }
        #expect(error?.kind == .settings && error?.hint.contains("Somebody else") == true)
    }

    @Test func aCountThatIsNeverMetIsTheRunsFailure() async throws {
        let rest = try ScriptedREST(.init(ids: Array(1...30), counted: 31))
        defer { rest.server.stop() }
        let error = await failure { try await rows(rest) }
        #expect(error?.kind == .outside && error?.message.contains("30 row(s)") == true)
        #expect(error?.message.contains("counted 31") == true)
        #expect(try await isCleared())
    }

    /// The control is the same API without the trouble, and the count of what was asked.
    @Test(
        arguments: [
            [.status(500), .status(503, retryAfter: "0"), .status(429, retryAfter: "0")], [.close, .close],
            [.cut], [],
        ] as [[ScriptedREST.Trouble]]
    ) func whatPassesHealsByItself(_ troubles: [ScriptedREST.Trouble]) async throws {
        let rest = try ScriptedREST(.init(ids: Array(1...5), troubles: troubles))
        defer { rest.server.stop() }
        let told = Told()
        #expect(try await rows(rest) { told.add($0) }.count == 5)
        #expect(rest.server.requests.count == troubles.count + 4)
        // Each pause is told: a person who waits sees why.
        #expect(told.all.count == troubles.count, "\(told.all)")
        #expect(told.all.allSatisfy { $0.hasSuffix("trying again") && $0.contains("of 4 failed") })
    }

    @Test(
        arguments: [
            (ScriptedREST.Trouble.status(500), "tried 4 times"), (.close, "tried 4 times"),
            (.status(401, body: #"{"code":"PGRST303","message":"JWT expired"}"#), "JWT expired"),
            (.status(401, body: #"{"message":"Invalid API key"}"#), "Invalid API key"),
            (
                .status(403, body: #"{"code":"42501","message":"permission denied for table data"}"#),
                "permission denied"
            ),
            (.status(404, body: #"{"code":"PGRST205","message":"no table"}"#), "no table"),
            (.status(402, body: "Service for this project is restricted"), "402"), (.status(540), "540"),
            (.status(200, body: "<html>hello</html>"), "no list of rows"),
            (.status(200, body: #"[{"other":1}]"#), "lack the columns"),
            (.status(200, body: #"[{"id":1234567890123456789012,"name":"Harbour"}]"#), "too large"),
        ]
    ) func whatDoesNotPassEndsInOneClearError(_ trouble: ScriptedREST.Trouble, _ words: String) async throws {
        let rest = try ScriptedREST(.init(ids: [1], troubles: Array(repeating: trouble, count: 4)))
        defer { rest.server.stop() }
        let error = await failure { try await rows(rest) }
        #expect(error?.kind == .outside && error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(
            error?.hint.isEmpty == false
                && "\(error?.message ?? "")\(error?.hint ?? "")".contains("sb_secret_x") == false)
    }

    @Test func noRowsForAKeyThatPoliciesHoldBackAreNoEmptyDataset() async throws {
        let rest = try ScriptedREST(.init(ids: []))
        defer { rest.server.stop() }
        let error = await failure { try await rows(rest, key: "sb_publishable_x") }
        #expect(
            error?.message.contains("row level security") == true && error?.hint.contains("doctor") == true)
        // The control: a key that passes by policies sees what is there, and that is nothing.
        #expect(try await rows(rest).count == 0)
        let hidden = await failure { try await rows(rest, key: "sb_publishable_x", dataset: "Nowhere") }
        #expect(hidden?.message.contains("row level security") == true)
        let missing = await failure { try await rows(rest, dataset: "Nowhere") }
        #expect(missing?.kind == .settings)
    }

    @Test func aServerThatHeedsNoFilterIsNotReadForEver() async throws {
        let rest = try ScriptedREST(.init(ids: Array(1...30), heedsFilters: false))
        defer { rest.server.stop() }
        let error = await failure { try await rows(rest) }
        #expect(error?.message.contains("without an end") == true, "\(error?.message ?? "none")")
        #expect(pages(rest) == 2)
    }

    @Test func aPageThatIsTooLargeIsAskedForInSmallerOnes() async throws {
        let rest = try ScriptedREST(.init(ids: Array(1...200), rowBytes: 200_000))
        defer { rest.server.stop() }
        let rows = try await rows(rest)
        #expect(rows.count == 200)
        #expect(try rows.all().allSatisfy { $0.caption?.count == 200_000 })
    }
}
