import Dataset
import Store
import TestKit
import Testing
import Train

/// Where nobody can know whether a job was started, it stops and asks, and only `--resubmit` goes on.
@Suite("Submit: what can't be known")
struct UnsureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: PostFault
        let words: String
        /// How many jobs the trainer has started of this payload when it is stopped at.
        let jobs: Int
        let habits: @Sendable (inout ContraryHabits) -> Void
    }

    private static let forGood = [ListHabits.Failure](repeating: .error, count: 2000)

    private static let cases = [
        Case(
            testDescription: "no list, and a job", fault: .closed(.now), words: "list", jobs: 1,
            habits: { $0.list.isMissing = true }),
        Case(
            testDescription: "no list, and no job", fault: .closed(.none), words: "list", jobs: 0,
            habits: { $0.list.isMissing = true }),
        Case(
            testDescription: "no list, and an answer without an id", fault: .answered(.now, .page(502)),
            words: "502", jobs: 1, habits: { $0.list.isMissing = true }),
        Case(
            testDescription: "no list any more, and a job", fault: .reset(.now),
            words: "list", jobs: 1, habits: { $0.list.failuresAfterwards = forGood }),
        Case(
            testDescription: "no list any more, and no job", fault: .closed(.none),
            words: "list", jobs: 0, habits: { $0.list.failuresAfterwards = forGood }),
        Case(
            testDescription: "restarted, all forgotten, and a job",
            fault: .restarted(.now, forgetting: true), words: "forgot", jobs: 1,
            habits: { $0.list.strangers = 2 }),
        Case(
            testDescription: "restarted, all forgotten, and no job",
            fault: .restarted(.none, forgetting: true), words: "forgot", jobs: 0,
            habits: { $0.list.strangers = 2 }),
        Case(
            testDescription: "two new jobs of one name", fault: .closed(.now), words: "may be it", jobs: 1,
            habits: { $0.list.twins = 1 }),
        Case(
            testDescription: "two new jobs that show nothing", fault: .closed(.now), words: "may be it",
            jobs: 1,
            habits: {
                $0.list.arrivals = 1
                $0.shows = []
            }),
    ]

    @Test("it stops, each time anew, and at most one job was started", arguments: cases, [false, true])
    private func stops(_ one: Case, crashes: Bool) async throws {
        let scene = try AmbiguousScene(crashes: crashes) {
            one.habits(&$0)
            $0.posts = [one.fault]
        }
        if crashes { #expect(try await scene.submit() == nil) }
        for round in 1...2 {
            let error = await #expect(throws: TrainError.self) { _ = try await scene.submit() }
            #expect(error?.kind == .unresolved)
            #expect(
                crashes || round > 1 || error?.message.contains(one.words) == true, "\(error?.message ?? "")")
            #expect(error?.hint.contains("--resubmit") == true)
        }
        #expect(scene.trainer.started.count == one.jobs && scene.trainer.submissions == 1)
        #expect(try await scene.written().map(\.phase) == [.sent])

        let outcome = try await scene.submit(resubmit: true)
        #expect(scene.trainer.started.count == one.jobs + 1 && scene.trainer.submissions == 2)
        #expect(outcome?.jobID == scene.trainer.started.last?.id)
        #expect(try await scene.submit()?.jobID == outcome?.jobID)
        #expect(scene.trainer.submissions == 2)
    }

    @Test("a trainer that honours the key is sent to again without a second job")
    func keys() async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.now)]
            $0.list.isMissing = true
            $0.honoursKeys = true
        }
        await #expect(throws: TrainError.self) { _ = try await scene.submit() }
        let outcome = try await scene.submit(resubmit: true)
        #expect(scene.trainer.submissions == 2 && scene.trainer.started.count == 1)
        #expect(outcome?.jobID == scene.trainer.started.first?.id)
    }

    @Test("a list that comes back settles it without another word")
    func listComesBack() async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.now)]
            $0.list.failuresAfterwards = Self.forGood
        }
        let error = await #expect(throws: TrainError.self) { _ = try await scene.submit() }
        #expect(error?.kind == .unresolved)
        scene.trainer.change { $0.list.failures = [] }
        #expect(try await scene.submit()?.jobID == scene.trainer.started.first?.id)
        #expect(scene.trainer.submissions == 1 && scene.trainer.started.count == 1)
    }

    @Test("told to send again, it looks first, and sends nothing when the job is there")
    func looksFirst() async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.now)]
            $0.list.failuresAfterwards = Self.forGood
        }
        await #expect(throws: TrainError.self) { _ = try await scene.submit() }
        scene.trainer.change { $0.list.failures = [] }
        #expect(try await scene.submit(resubmit: true)?.jobID == scene.trainer.started.first?.id)
        #expect(scene.trainer.submissions == 1)
    }
}
