import Foundation
import MusubiAPI

/// What a rehearsed job will show at each of its ticks: a pure function, without a clock.
///
/// Tick 0 is the queue; then each picture takes a tick for looking at it, one for its latents and one for its text;
/// then come the steps; the last tick is the end.
struct SimulationPlan: Sendable {
    let parameters: TrainingParameters
    let images: Int
    /// Log lines on the pictures, written while preparing.
    let notes: [String]

    /// What stands before every line and message.
    static let mark = Rehearsal.mark

    /// Steps of the run: one for each picture in each epoch, or those asked for where they are fewer.
    /// A billion at most, which no rehearsal ends: the sums below must not overflow.
    var totalSteps: Int { min(parameters.steps(images: images), 1_000_000_000) }

    /// The tick at which the job has completed.
    var ticks: Int { 1 + 3 * images + totalSteps }

    /// What a job shows at a tick.
    struct Timestamp: Equatable {
        var status: TrainingStatus
        var step = 0
        var epoch = 0
        var loss: Double?
        var progress: Double
        var message: String
    }

    /// The job at a tick; past the last one it has completed.
    func moment(at tick: Int) -> Timestamp {
        let progress = (min(1, Double(max(0, tick)) / Double(ticks)) * 1000).rounded(.down) / 10
        func waiting(_ status: TrainingStatus, _ message: String) -> Timestamp {
            Timestamp(status: status, progress: progress, message: "\(Self.mark) \(message)")
        }
        if tick <= 0 { return waiting(.queued, "waiting for the trainer") }
        if tick <= images { return waiting(.preparing, "looking at picture \(tick) of \(images)") }
        if tick <= 2 * images {
            return waiting(.cachingLatents, "rehearsing latents, \(tick - images) of \(images)")
        }
        if tick <= 3 * images {
            return waiting(.cachingText, "rehearsing captions, \(tick - 2 * images) of \(images)")
        }
        let isOver = tick >= ticks
        let step = isOver ? totalSteps : tick - 3 * images
        let loss = simulatedLoss(at: step)
        let text =
            isOver
            ? "completed after \(totalSteps) rehearsed steps; no LoRA was written, so there is no output path"
            : "step \(step) of \(totalSteps), simulated loss \(Self.shown(loss))"
        return Timestamp(
            status: isOver ? .completed : .training, step: step, epoch: epoch(of: step), loss: loss,
            progress: isOver ? 100 : progress, message: "\(Self.mark) \(text)")
    }

    /// What the log holds at a tick.
    func lines(through tick: Int) -> [String] {
        var lines: [String] = []
        func tell(_ from: Int, _ text: String) { if tick >= from { lines.append("\(Self.mark) \(text)") } }
        tell(0, "queued \(parameters.outputName): \(images) pictures, \(totalSteps) steps")
        tell(1, "preparing \(images) pictures")
        for note in notes { tell(1, note) }
        tell(images + 1, "caching_latents")
        tell(2 * images + 1, "caching_text")
        let stride = max(1, totalSteps / 20)
        for step in Swift.stride(from: 1, through: totalSteps, by: stride) {
            tell(
                3 * images + step,
                "training: epoch \(epoch(of: step)), step \(step) of \(totalSteps), "
                    + "simulated loss \(Self.shown(simulatedLoss(at: step)))")
        }
        tell(ticks, "completed: no LoRA was written")
        return lines
    }

    /// A number that falls as a loss would. It is computed from the step alone and says nothing of the pictures.
    func simulatedLoss(at step: Int) -> Double {
        let value = 0.1 + 0.3 * exp(-3 * Double(step) / Double(max(1, totalSteps)))
        return (value * 1_000_000).rounded() / 1_000_000
    }

    /// The epoch of a step, from 1.
    func epoch(of step: Int) -> Int { max(1, (step - 1) / max(1, images) + 1) }

    private static func shown(_ loss: Double) -> String {
        String(format: "%.4f", locale: Locale(identifier: "en_US_POSIX"), loss)
    }
}
