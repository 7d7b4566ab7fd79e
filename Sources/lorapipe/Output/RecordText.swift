import Dataset
import Foundation
import MusubiAPI
import Store
import Train

/// A job of the ledger, for people.
enum RecordText {
    /// Everything known of it, a line each.
    static func lines(_ receipt: Receipt, place: Receipt.Location) -> [String] {
        let submission = receipt.submission
        let steps = receipt.steps.map { "step \($0)" + (receipt.job?.totalSteps.map { " of \($0)" } ?? "") }
        let loss =
            receipt.job?.hasDiverged == true
            ? "loss not a number: diverged" : receipt.loss.map { "loss \(Amount.loss($0))" }
        let parts: [(String, String?)] = [
            ("job", submission.jobID), ("name", submission.outputName),
            ("status", [receipt.status, steps, loss].compactMap(\.self).joined(separator: " · ")),
            ("message", receipt.job?.message), ("output", receipt.job?.outputPath),
            (
                "dataset",
                "\(submission.dataset.isEmpty ? "–" : submission.dataset) · \(submission.images) picture(s)"
            ),
            ("payload", "sha256 \(submission.payload.hex)" + bytes(submission.bytes)),
            ("export", submission.export), ("trainer", submission.endpoint),
            ("settings", settings(submission.training)), ("submitted", moment(submission.intendedAt)),
            ("ended", submission.endedAt.map { moment($0) + after(receipt.duration) }),
            (
                "cost",
                receipt.cost.map { "\($0.text), an estimate at \($0.price.text($0.price.perHour)) an hour" }
            ),
            ("receipt", isOver(submission) ? place.text : nil),
        ]
        return parts.compactMap { name, text in
            text.map { name + String(repeating: " ", count: 11 - name.count) + $0.printableLine }
        }
    }

    /// How long each stage took.
    static func stages(_ times: StageTimes) -> [String] {
        let speed = times.stepsPerSecond.map(pace)
        let seen = times.stages.map { stage in
            let parts = [
                Amount.time(seconds: stage.seconds), stage.status == "training" ? speed : nil,
                stage.unwatched > 0
                    ? "nobody looked for \(Amount.time(seconds: stage.unwatched)) of it" : nil,
            ]
            return "\(stage.status.printableLine): " + parts.compactMap(\.self).joined(separator: " · ")
        }
        return seen
            + times.gaps.map {
                "unseen: \(Amount.time(seconds: $0.seconds)) from \($0.after.printableLine) to \($0.before.printableLine)"
            }
    }

    /// Steps a second, or seconds a step where that is the larger number.
    static func pace(_ speed: Double) -> String {
        speed >= 1 ? "\(speed.text(2)) steps/s" : "\((1 / speed).text(2)) s/step"
    }

    /// The settings that distinguish runs, as the payload holds them.
    static func settings(_ training: JSONValue) -> String? {
        let parts = [
            setting("rank", "network_dim", training), setting("alpha", "network_alpha", training),
            setting("learning rate", "learning_rate", training),
            setting("epochs", "max_train_epochs", training),
            setting("most steps", "max_train_steps", training),
            setting("seed", "seed", training), side(training).map { "resolution \($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// The side of the square.
    static func side(_ training: JSONValue) -> String? { training["resolution"]?.array?.first?.text() }

    /// A moment, in UTC.
    static func moment(_ date: Date) -> String {
        date.formatted(.iso8601).replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// A moment to the minute, in UTC.
    static func minute(_ date: Date) -> String { String(moment(date).prefix(16)) }

    private static func setting(_ name: String, _ key: String, _ training: JSONValue) -> String? {
        training[key].map { "\(name) \($0.string ?? $0.text())" }
    }

    private static func bytes(_ count: Int64) -> String { count > 0 ? " · \(Amount.bytes(count))" : "" }
    private static func after(_ duration: Double?) -> String {
        duration.map { ", after \(Amount.time(seconds: $0))" } ?? ""
    }
    private static func isOver(_ submission: Submission) -> Bool {
        [.ended, .lost].contains(submission.phase)
    }
}
