import Foundation
import Testing
import Workers

@Suite struct WorkerThreadTests {
    private actor Counter {
        private let thread: WorkerThread
        private(set) var count = 0
        private var names: Set<String> = []

        init(onThreadExit: @escaping @Sendable () -> Void = {}) {
            thread = WorkerThread(name: "counter", onThreadExit: onThreadExit)
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        func step() throws -> Set<String> {
            count += 1
            names.insert(try threadName())
            return names
        }

        func stepBlocking() {
            usleep(1_000)
            count += 1
        }

        nonisolated func isHere() -> Bool { thread.isIsolatingCurrentContext() ?? false }
        func isHereInside() -> Bool { thread.isIsolatingCurrentContext() ?? false }
    }

    @Test func anActorRunsOnItsThreadAlone() async throws {
        let counter = Counter()
        var names: Set<String> = []
        for _ in 0..<50 {
            names.formUnion(try await counter.step())
            await Task.yield()
        }
        #expect(names == ["counter"])
        #expect(await counter.count == 50)
    }

    @Test func callsFromManyTasksDoNotOverlap() async {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 { group.addTask { await counter.stepBlocking() } }
        }
        #expect(await counter.count == 200)
    }

    @Test func knowsWhoIsOnIt() async {
        let counter = Counter()
        #expect(await counter.isHereInside())
        #expect(!counter.isHere())
    }

    @Test func theThreadEndsWithItsActor() async throws {
        let ended = Shared(false)
        do {
            let counter = Counter { ended.withLock { $0 = true } }
            _ = try await counter.step()
            #expect(ended.withLock { $0 } == false)
        }
        let limit = ContinuousClock.now + .seconds(10)
        while !ended.withLock({ $0 }), ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(ended.withLock { $0 })
    }
}
