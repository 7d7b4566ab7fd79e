import TestKit
import Testing

/// A run that is killed by kill -9, wherever it is, is run again by the same command and nothing else: one training run
/// comes of it, of the same payload.
@Suite("Killed, and run again", .timeLimit(.minutes(15)))
struct KillTests {
    private enum Stage<Point: Sendable, Value: Sendable>: Sendable {
        case killed(Point, KillScene.Killed)
        case over(Point, KillScene.Killed, Value)
    }

    /// Kills at every point, two at a time, and goes on with each apart from that: some wait a minute until they know
    /// that the trainer did not take the payload.
    private func each<Point: Sendable, Value: Sendable>(
        _ points: [Point], kill: @escaping @Sendable (Point) async throws -> KillScene.Killed,
        goOn: @escaping @Sendable (KillScene.Killed) async throws -> Value
    ) async throws -> [(point: Point, killed: KillScene.Killed, value: Value)] {
        try await withThrowingTaskGroup(of: Stage<Point, Value>.self) { group in
            var (rest, outcomes) = (points[...], [(point: Point, killed: KillScene.Killed, value: Value)]())
            for point in [rest.popFirst(), rest.popFirst()].compactMap(\.self) {
                group.addTask { .killed(point, try await kill(point)) }
            }
            while let stage = try await group.next() {
                switch stage {
                case .killed(let point, let killed):
                    group.addTask { .over(point, killed, try await goOn(killed)) }
                    if let point = rest.popFirst() {
                        group.addTask { .killed(point, try await kill(point)) }
                    }
                case .over(let point, let killed, let value): outcomes.append((point, killed, value))
                }
            }
            return outcomes
        }
    }

    @Test("at two hundred calls to the operating system: one job each, the same payload, no repair by hand")
    func anywhere() async throws {
        let scene = try await KillScene()
        let points =
            KillPoint.spread(
                over: try await scene.counts(isWarm: true), each: 24, spread: 6, isWarm: true)
            + KillPoint.spread(
                over: try await scene.counts(isWarm: false), each: 3, spread: 3, isWarm: false)
        let kill: @Sendable (KillPoint) async throws -> KillScene.Killed = { try await scene.kill(at: $0) }
        let killed = try await each(points, kill: kill) { try await scene.goOn($0) }.filter(\.killed.happened)
        let within = killed.filter { !$0.killed.asked.isEmpty && $0.killed.started == 0 }
        let after = killed.filter { $0.killed.started == 1 }
        #expect(killed.count >= 200, "\(killed.count) of \(points.count)")
        #expect(within.count >= 10 && after.count >= 20, "\(within.count), \(after.count)")

        // The control: without its ledger, the second run can't know of the first one's job.
        let chosen = KillPoint.evenly(10, upTo: after.count).map { after[$0 - 1].point }
        let doubled = try await each(chosen, kill: kill) { try await scene.goOnWithoutLedger($0) }
            .filter { $0.value == 2 }
        #expect(doubled.count >= 5, "\(doubled.count) of \(chosen.count)")
    }

    @Test("at any moment of the talk with the trainer, in either dialect")
    func talking() async throws {
        let scene = try await KillScene()
        let faults: [PostFault] =
            [.closedBeforeHead, .closedBeforeBody, .closed(.none), .closed(.now), .slow(.zero)]
            + [1, 1000, 65_536, 131_072, 200_000, 262_144, 262_145, 300_000, 400_000].map {
                .closedInBody(after: $0)
            }
            + [.closed(.late(lists: 2)), .answered(.none, .status(500)), .reset(.now)]
        let points = ContraryTrainer.Dialect.allCases.flatMap { dialect in faults.map { ($0, dialect) } }
        let kill: @Sendable ((PostFault, ContraryTrainer.Dialect)) async throws -> KillScene.Killed = {
            try await scene.kill(at: $0.0, $0.1)
        }
        for ((fault, _), killed, _) in try await each(points, kill: kill, goOn: { try await scene.goOn($0) })
        {
            #expect(killed.happened && killed.started == (fault.start == .none ? 0 : 1), "\(fault)")
        }
        // The control: without its ledger, the second run starts another job wherever there was one.
        let started = points.filter { $0.0.start != .none }
        let jobs = try await each(started, kill: kill) { try await scene.goOnWithoutLedger($0) }
        #expect(jobs.map(\.value) == started.map { _ in 2 })
    }

    @Test("and killed again while it looks for what the first run left")
    func twice() async throws {
        let scene = try await KillScene()
        let points = KillPoint.spread(
            over: try await scene.counts(isWarm: true), each: 5, spread: 1, isWarm: true)
        let kill: @Sendable (KillPoint) async throws -> KillScene.Killed = {
            try await scene.killTwice(at: $0)
        }
        let twice = try await each(points, kill: kill) { try await scene.goOn($0) }
            .filter(\.killed.happened)
        #expect(twice.count >= 40 && twice.allSatisfy { $0.killed.started == 1 }, "\(twice.count)")
        // The first run asked for the list once: these second ones were killed before, and after, they had done so.
        let lists = twice.map { $0.killed.asked.count { $0.hasSuffix("/jobs") } }
        #expect(lists.count { $0 == 1 } >= 10 && lists.count { $0 == 2 } >= 10, "\(lists)")
    }
}
