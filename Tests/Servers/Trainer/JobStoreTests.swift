import Dataset
import MusubiAPI
import Synchronization
import Testing

@testable import Trainer

/// A clock that a test moves.
final class HandClock: Sendable {
    private let time = Mutex<Duration>(.zero)
    var now: Duration { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += .seconds(seconds) } }
}

@Suite struct JobBookTests {
    let clock = HandClock()
    let book: JobStore
    /// 1 + 3·2 + 4 = 11 ticks: at a tick a second, it completes after 11 seconds.
    let plan = SimulationPlan(
        parameters: TrainingParameters(outputName: "boat", maxTrainSteps: 4), images: 2, notes: [])

    init() {
        let clock = clock
        book = JobStore(stepsPerSecond: 1) { clock.now }
    }

    func submit(_ key: String? = nil, _ body: String = "a") async throws -> String {
        try await book.submit(plan, key: key, body: Digest.of(body)).id
    }

    @Test func oneJobTrainsAtATime() async throws {
        let first = try await submit()
        let second = try await submit()
        clock.advance(8)
        #expect(await book.job(first)?.status == .training)
        #expect(await book.job(second)?.status == .queued)
        clock.advance(4)
        #expect(await book.job(first)?.status == .completed)
        #expect(await book.job(second)?.status == .preparing)
        clock.advance(100)
        #expect(await book.all().map(\.status) == [.completed, .completed])
    }

    @Test func aCompletedJobHasNoOutputPath() async throws {
        let id = try await submit()
        clock.advance(11)
        let job = await book.job(id)
        #expect(job?.status == .completed)
        #expect(job?.outputPath == nil)
        #expect(job?.progress == 100)
        #expect(job?.currentStep == 4)
    }

    @Test(arguments: [
        (0.0, TrainingStatus.queued), (1.5, .preparing), (3.5, .cachingLatents), (5.5, .cachingText),
        (8.5, .training),
    ])
    func cancelStopsAJobInEachPhase(seconds: Double, phase: TrainingStatus) async throws {
        let id = try await submit()
        clock.advance(seconds)
        #expect(await book.job(id)?.status == phase)
        #expect(await book.cancel(id) == .cancelled)
        let stopped = await book.job(id)
        clock.advance(100)
        #expect(await book.job(id) == stopped)
        #expect(stopped?.status == .cancelled)
        #expect(await book.cancel(id) == .alreadyEnded(.cancelled))
    }

    @Test func aCancelledJobLetsTheNextOneStart() async throws {
        let first = try await submit()
        let second = try await submit()
        clock.advance(2)
        #expect(await book.cancel(first) == .cancelled)
        clock.advance(1)
        #expect(await book.job(second)?.status == .preparing)
    }

    @Test func aWaitingJobCanBeCancelled() async throws {
        let first = try await submit()
        let second = try await submit()
        clock.advance(2)
        #expect(await book.cancel(second) == .cancelled)
        clock.advance(20)
        #expect(await book.job(first)?.status == .completed)
        #expect(await book.job(second)?.status == .cancelled)
        #expect(await book.job(second)?.currentStep == nil)
    }

    @Test func cancelTellsWhatItCouldNotStop() async throws {
        let id = try await submit()
        clock.advance(50)
        #expect(await book.cancel(id) == .alreadyEnded(.completed))
        #expect(await book.cancel("nobody") == .notFound)
    }

    @Test func aKeyMakesOneJobAndNoKeyMakesTwo() async throws {
        let first = try await submit("k")
        #expect(try await submit("k") == first)
        #expect(await book.all().count == 1)
        #expect(try await submit() != first)
        #expect(await book.all().count == 2)
        await #expect(throws: JobStore.KeyReused.self) { try await submit("k", "another body") }
    }

    /// The oldest that has ended goes, with its key; what waits stays, and the trainer is free no earlier for it.
    @Test func onlySoManyJobsAreKept() async throws {
        let clock = clock
        let book = JobStore(stepsPerSecond: 1, limit: 3) { clock.now }
        func submit(_ key: String) async throws -> String {
            try await book.submit(plan, key: key, body: Digest.of("a")).id
        }
        let first = try await submit("1")
        let second = try await submit("2")
        let third = try await submit("3")
        await #expect(throws: JobStore.Full.self) { try await submit("4") }
        clock.advance(12)
        let fourth = try await submit("4")
        #expect(await book.job(first) == nil)
        #expect(try await book.job(forKey: "1", body: Digest.of("a")) == nil)
        #expect(try await book.job(forKey: "2", body: Digest.of("a"))?.id == second)
        #expect(await book.all().map(\.id) == [second, third, fourth])
        #expect(await book.job(second)?.status == .preparing)
        #expect(await book.cancel(third) == .cancelled)
        let fifth = try await submit("5")
        #expect(await book.all().map(\.id) == [second, fourth, fifth])
        clock.advance(10)
        #expect(await book.all().map(\.status) == [.completed, .queued, .queued])
        clock.advance(1)
        #expect(await book.job(fourth)?.status == .preparing)
    }

    @Test func theLogOfACancelledJobSaysSo() async throws {
        let id = try await submit()
        clock.advance(2)
        #expect(await book.lines(of: id)?.last?.hasSuffix("preparing 2 pictures") == true)
        _ = await book.cancel(id)
        #expect(await book.lines(of: id)?.last?.hasSuffix("cancelled") == true)
        #expect(await book.lines(of: "nobody") == nil)
    }
}
