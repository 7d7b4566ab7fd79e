import Pipeline
import Synchronization
import TestKit
import Testing

@Suite("Batch: several at a time, each to its own end")
struct BatchTests {
    /// How many are at work, the most there were, and who began in what order.
    private final class Counter: Sendable {
        private let state = Mutex((now: 0, most: 0, begun: [Int]()))
        var most: Int { state.withLock { $0.most } }
        var begun: [Int] { state.withLock { $0.begun } }

        func work(_ number: Int) async -> Int {
            state.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
                $0.begun.append(number)
            }
            // Lets whoever may run beside this one begin.
            for _ in 0..<50 { await Task.yield() }
            state.withLock { $0.now -= 1 }
            return number * number
        }
    }

    @Test("never more than the limit, in their order, and every outcome is there", arguments: [1, 2, 5])
    func limit(inFlight: Int) async {
        let counter = Counter()
        let outcomes = await Batch(inFlight: inFlight)(Array(0..<20)) { await counter.work($0) }
        #expect(outcomes == (0..<20).map { $0 * $0 })
        #expect(counter.most <= inFlight)
        if inFlight == 1 { #expect(counter.begun == Array(0..<20)) }
    }

    @Test("the control: with a higher limit the counter sees more than two at once")
    func control() async {
        let counter = Counter()
        let gate = Gate(3)
        _ = await Batch(inFlight: 3)(Array(0..<3)) { number in
            await gate.pass()
            return await counter.work(number)
        }
        #expect(gate.most == 3)
    }

    @Test("cancelled, it begins no other, and those under way end by themselves")
    func cancelled() async {
        let begun = Mutex(0)
        let task = Task {
            await Batch(inFlight: 2)(Array(0..<10)) { number -> String in
                begun.withLock { $0 += 1 }
                do { try await Task.sleep(for: .seconds(600)) } catch { return "told \(number)" }
                return "slept"
            }
        }
        while begun.withLock({ $0 }) < 2 { await Task.yield() }
        task.cancel()
        let outcomes = await task.value
        #expect(outcomes.prefix(2) == ["told 0", "told 1"])
        #expect(outcomes.dropFirst(2).allSatisfy { $0 == nil })
    }

    @Test("turns let one through at a time, after an error too")
    func turns() async throws {
        struct Oops: Error {}
        let turns = AsyncMutex()
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    // The errors are the test's own.
                    _ = try? await turns {
                        _ = await counter.work(number)
                        if number.isMultiple(of: 2) { throw Oops() }
                    }
                }
            }
        }
        #expect(counter.most == 1)
        #expect(counter.begun.count == 8)
    }

    /// Opens when so many wait at it.
    private final class Gate: Sendable {
        private let size: Int
        private let state = Mutex((here: 0, most: 0))
        init(_ size: Int) { self.size = size }
        var most: Int { state.withLock { $0.most } }

        func pass() async {
            state.withLock {
                $0.here += 1
                $0.most = max($0.most, $0.here)
            }
            while state.withLock({ $0.here }) < size { await Task.yield() }
        }
    }
}
