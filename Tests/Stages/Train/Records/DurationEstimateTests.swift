import Dataset
import Foundation
import Store
import TestKit
import Testing
import Train

@Suite struct DurationEstimateTests {
    /// A run of 10 pictures and 600 steps: 60 s of preparing, then so many seconds for a step.
    private static func run(
        perStep: Double = 1, side: Int = 1024, total: Int? = 600, message: String? = nil, watched: Bool = true
    ) -> PastRun? {
        var observations = RecordScene.history(training: Int(600 * perStep), pace: 1 / perStep)
        if !watched { observations = observations.filter { $0.status == "training" } }
        return PastRun(
            RecordScene.ended(
                message: message, total: total, training: RecordScene.settings(side: side)), observations)
    }

    private static func forecast(
        _ runs: [PastRun?], images: Int = 10, epochs: Int = 60, steps: Int? = nil, side: Int = 1024
    ) throws -> DurationEstimate? {
        let settings = RecordScene.settings(epochs: epochs, steps: steps, side: side)
        return DurationEstimate(
            try #require(RunPlan(images: images, settings)), from: runs.compactMap(\.self),
            price: Price(perHour: 6))
    }

    @Test func withoutARunThereIsNone() throws { #expect(try Self.forecast([]) == nil) }

    @Test func oneRunGivesAQuarterEitherWay() throws {
        let forecast = try #require(try Self.forecast([Self.run()]))
        #expect(forecast.steps == 600 && forecast.runs == 1 && forecast.hasPreparing)
        #expect(forecast.seconds == 660 && forecast.range == 495...825)
        #expect(forecast.cost == 1.1)
    }

    @Test func severalGiveTheirMiddleAndTheirEnds() throws {
        let forecast = try #require(
            try Self.forecast([Self.run(perStep: 2), Self.run(), Self.run(perStep: 3)]))
        #expect(forecast.seconds == 1260 && forecast.range == 660...1860 && forecast.runs == 3)
    }

    /// Pictures, epochs, most steps, side; and the seconds expected from a run of 60 s + 600 steps in 600 s.
    @Test(
        arguments: [
            (20, 60, nil, 1024, 1320.0), (10, 30, nil, 1024, 360), (10, 60, 100, 1024, 160),
            (10, 60, 5000, 1024, 660), (10, 60, nil, 512, 210),
        ] as [(Int, Int, Int?, Int, Double)])
    func otherRuns(_ images: Int, _ epochs: Int, _ steps: Int?, _ side: Int, _ seconds: Double) throws {
        let forecast = try Self.forecast(
            [Self.run()], images: images, epochs: epochs, steps: steps, side: side)
        #expect(forecast?.seconds == seconds)
    }

    @Test func aTrainerThatCountsOtherStepsIsFollowed() throws {
        // Batches of two: half as many steps, each twice as long.
        let run = PastRun(
            RecordScene.ended(total: 300), RecordScene.history(training: 600, pace: 0.5))
        let forecast = try #require(try Self.forecast([run], epochs: 120))
        #expect(forecast.steps == 600 && forecast.seconds == 1260)
    }

    @Test func preparingThatNobodySawIsTakenFromOtherRunsOrSaidToBeMissing() throws {
        let alone = try #require(try Self.forecast([Self.run(watched: false)]))
        #expect(alone.seconds == 600 && !alone.hasPreparing)
        let both = try #require(try Self.forecast([Self.run(watched: false), Self.run()]))
        #expect(both.seconds == 660 && both.hasPreparing)
    }

    @Test func rehearsalsForetellRehearsalsAlone() throws {
        let (real, rehearsal) = (Self.run(), Self.run(perStep: 0.1, message: "[rehearsal, no] done"))
        #expect(try Self.forecast([real, rehearsal])?.seconds == 660)
        #expect(try Self.forecast([rehearsal, real])?.seconds == 120)
    }

    @Test(arguments: ["failed", "cancelled"]) func runsThatDidNotCompleteTellNothing(_ status: String) {
        #expect(PastRun(RecordScene.ended(status: status), RecordScene.history()) == nil)
        #expect(PastRun(RecordScene.ended(), []) == nil)
        // The control.
        #expect(PastRun(RecordScene.ended(), RecordScene.history()) != nil)
    }

    @Test(arguments: [(0, 16, nil), (3, 0, nil), (3, 16, 0), (Int.max, 3, nil)] as [(Int, Int64, Int64?)])
    func nothingToTrain(_ images: Int, _ epochs: Int64, _ steps: Int64?) {
        let settings = JSONValue.record([
            "max_train_epochs": .int(epochs), "max_train_steps": steps.map { .int($0) },
        ])
        #expect(RunPlan(images: images, settings) == nil)
    }

    @Test func theLedgerKnowsTheRunsAtThisTrainer() async throws {
        let directory = try TemporaryDirectory("forecast")
        let ledger = try await Store(at: directory.path("state")).ledger
        let manifest = ManifestHead(
            payload: .init(digest: Digest.of("new"), bytes: 9, images: 10), training: RecordScene.settings(),
            recipe: .object([]), tools: .object([]), dataset: DatasetInfo(id: "d", name: "d", trigger: nil))
        try await ledger.keep(RecordScene.ended(total: 600), RecordScene.history())
        #expect(try await DurationEstimate.read(for: manifest, at: "https://elsewhere", from: ledger) == nil)
        let forecast = try await DurationEstimate.read(for: manifest, at: RecordScene.endpoint, from: ledger)
        #expect(forecast?.seconds == 660 && forecast?.price == nil)
        #expect(forecast?.json["seconds_range"] == .array([495, 825]) && forecast?.json["cost"] == nil)
    }
}

extension Ledger {
    /// Writes down a submission as it is, and the history of its job.
    @discardableResult
    func keep(_ submission: Submission, _ observations: [JobObservation] = []) async throws -> Submission {
        var written = try await intend(submission)
        try await update(written)
        for observation in observations {
            try await add(observation, ofJob: submission.jobID ?? "", at: submission.endpoint)
        }
        written = try await #require(try submissions().first { $0.id == written.id })
        return written
    }
}
