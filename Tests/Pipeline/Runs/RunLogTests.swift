import Synchronization
import Testing

@testable import Pipeline

@Suite("The events of a run, for any number of listeners", .timeLimit(.minutes(2)))
struct RunLogTests {
    private static func numbers(_ events: RunEvents) async -> [Int] {
        var numbers: [Int] = []
        for await event in events { numbers.append(event.number) }
        return numbers
    }

    @Test("two listeners get the same events in order, a late one from the first, another from a number on")
    func listeners() async throws {
        let count = 2000
        let started = AsyncStream<Void>.makeStream()
        let run = RunHandle { run in
            for await _ in started.stream { break }
            for number in 1...count { run.emit(.message("\(number)")) }
            return 5
        }
        async let one = Self.numbers(run.events)
        async let other = Self.numbers(run.events)
        started.continuation.finish()
        #expect(await one == Array(1...count))
        #expect(await other == Array(1...count))
        #expect(try await run.value == 5)
        #expect(await Self.numbers(run.events) == Array(1...count))
        #expect(await Self.numbers(run.events(from: 1990)) == Array(1990...count))
        #expect(await Self.numbers(run.events(from: count + 1)).isEmpty)
        for await event in run.events(from: 3) {
            guard case .message("3") = event.event else {
                Issue.record("\(event)")
                return
            }
            #expect(event.run == run.id && event.name == nil)
            break
        }
    }

    @Test("a listener that never reads holds nobody up, and memory stays bounded")
    func bounded() async {
        let log = RunLog()
        // Two listeners that never ask for an event, and one that asked for the first and no more.
        let idle = RunEvents(log: log, start: 1).makeAsyncIterator()
        log.append(.stage(.pull), run: "r", name: nil)
        var slow = RunEvents(log: log, start: 1).makeAsyncIterator()
        #expect(await slow.next()?.number == 1)
        var most = 0
        for number in 1...100_000 {
            log.append(
                number % 2 == 0 ? .message("\(number)") : .drawn(number, of: 100_000), run: "r", name: nil)
            most = max(most, log.count)
        }
        log.close()
        #expect(most == RunLog.limit)
        let next = await slow.next()
        #expect((next?.number ?? 0) > 90_000, "what was dropped shows as a gap in the numbers")
        let rest = await Self.numbers(RunEvents(log: log, start: 1))
        #expect(rest.last == 100_001 && rest == rest.sorted() && rest.count <= RunLog.limit)
        withExtendedLifetime(idle) {}
    }

    @Test("superseded counts go first: what happened before them is still there")
    func countsGoFirst() async {
        let log = RunLog()
        for number in 1...100_000 {
            if number % 100 == 0 { log.append(.message("\(number)"), run: "r", name: nil) }
            log.append(.drawn(number, of: 100_000), run: "r", name: nil)
        }
        log.close()
        var messages = 0
        for await event in RunEvents(log: log, start: 1) {
            if case .message = event.event { messages += 1 }
        }
        #expect(messages == 1000)
    }

    @Test("counts are recorded a few times a second, the last of them always")
    func counts() async {
        let log = RunLog()
        for number in 1...10_000 { log.append(.checked(number, of: 10_000), run: "r", name: nil) }
        log.close()
        var all: [Int] = []
        for await event in RunEvents(log: log, start: 1) {
            if case .checked(let done, _) = event.event { all.append(done) }
        }
        #expect(all.first == 1 && all.last == 10_000 && all.count < 10_000)
    }

    @Test("a listener whose task is cancelled stops waiting; the others go on")
    func cancelledListener() async throws {
        let log = RunLog()
        let listener = Task { await Self.numbers(RunEvents(log: log, start: 1)) }
        let other = Task { await Self.numbers(RunEvents(log: log, start: 1)) }
        log.append(.stage(.pull), run: "r", name: nil)
        await Task.yield()
        listener.cancel()
        #expect(await listener.value.count <= 1)
        log.append(.stage(.check), run: "r", name: nil)
        log.close()
        #expect(await other.value == [1, 2])
    }

    @Test("a run that throws ends its stream, and its error is its value's")
    func throwing() async {
        struct Odd: Error {}
        let run = RunHandle<Int> { run in
            run.emit(.stage(.pull))
            throw Odd()
        }
        #expect(await Self.numbers(run.events) == [1])
        await #expect(throws: Odd.self) { try await run.value }
    }
}
