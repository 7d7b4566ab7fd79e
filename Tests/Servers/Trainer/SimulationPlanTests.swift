import MusubiAPI
import Testing

@testable import Trainer

@Suite struct RehearsalPlanTests {
    let plan = SimulationPlan(
        parameters: TrainingParameters(outputName: "boat_v1", maxTrainEpochs: 4), images: 3, notes: ["a note"]
    )

    @Test func walksEveryStatusInTheContractsOrder() {
        var seen: [TrainingStatus] = []
        for tick in 0...plan.ticks where seen.last != plan.moment(at: tick).status {
            seen.append(plan.moment(at: tick).status)
        }
        #expect(
            seen == [.queued, .preparing, .cachingLatents, .cachingText, .training, .completed])
    }

    @Test func stepsAreEpochsTimesPicturesUnlessGiven() {
        #expect(plan.totalSteps == 12)
        let given = SimulationPlan(
            parameters: TrainingParameters(outputName: "a", maxTrainSteps: 5), images: 3, notes: [])
        #expect(given.totalSteps == 5)
    }

    /// musubi-tuner itself would let the epochs win; everywhere here the fewer steps do.
    @Test(arguments: [(4, 100, 12), (4, 12, 12), (4, 11, 11), (100, 1, 1), (1, Int.max, 3)])
    func ofEpochsAndStepsTheFewerStepsWin(epochs: Int, steps: Int, expected: Int) {
        let parameters = TrainingParameters(outputName: "a", maxTrainEpochs: epochs, maxTrainSteps: steps)
        let both = SimulationPlan(parameters: parameters, images: 3, notes: [])
        #expect(both.totalSteps == expected && both.ticks == 10 + expected)
        #expect(both.lines(through: 0)[0].contains("3 pictures, \(expected) steps"))
    }

    @Test func progressRisesToAHundredAndLossFalls() {
        let moments = (0...plan.ticks).map(plan.moment(at:))
        for (before, after) in zip(moments, moments.dropFirst()) {
            #expect(before.progress < after.progress)
            if let earlier = before.loss, let later = after.loss, after.status == .training {
                #expect(later < earlier)
            }
        }
        #expect(moments.last?.progress == 100)
        #expect(moments.dropLast().allSatisfy { $0.progress < 100 })
    }

    @Test func countsEpochsFromOneToTheLast() {
        let epochs = (1...12).map { plan.moment(at: 9 + $0).epoch }
        #expect(epochs == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
    }

    @Test func everyMessageAndLineSaysThatNothingWasTrained() {
        for tick in 0...plan.ticks {
            #expect(plan.moment(at: tick).message.contains("rehearsal, no weights are trained"))
        }
        let lines = plan.lines(through: plan.ticks)
        #expect(lines.count > 8)
        #expect(lines.allSatisfy { $0.contains("rehearsal, no weights are trained") })
        #expect(lines.contains { $0.hasSuffix("a note") })
        #expect(plan.moment(at: plan.ticks).message.contains("no LoRA was written"))
    }

    @Test func theLogOnlyGrows() {
        var before: [String] = []
        for tick in 0...plan.ticks {
            let lines = plan.lines(through: tick)
            #expect(Array(lines.prefix(before.count)) == before)
            before = lines
        }
    }
}
