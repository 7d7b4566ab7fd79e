import Dataset
import Train

/// How long a run will take and what it will cost, in a sentence.
enum DurationEstimateText {
    static func line(_ forecast: DurationEstimate?) -> String {
        guard let forecast else { return "no earlier run at this trainer to estimate from" }
        let range = [forecast.range.lowerBound, forecast.range.upperBound].map(time).joined(separator: " to ")
        let runs = forecast.runs == 1 ? "1 earlier run" : "\(forecast.runs) earlier runs"
        let lack = forecast.hasPreparing ? "" : "; what comes before training was never seen"
        let cost = forecast.price.map { ", about \($0.text($0.amount(forSeconds: forecast.seconds)))" } ?? ""
        return "about \(time(forecast.seconds)) (\(range), from \(runs)\(lack))\(cost)"
    }

    private static func time(_ seconds: Double) -> String { Amount.time(seconds: seconds) }
}

extension Amount {
    /// Seconds in their two largest units, rounded to whole ones.
    static func time(seconds: Double) -> String {
        time(.seconds(Int64(min(1e12, max(0, seconds.rounded())))))
    }
}

/// What a run would do, in two lines.
enum RunEstimateText {
    /// - Parameter blocks: whether errors stop a run as the rows are.
    static func lines(_ estimate: RunEstimate, blocks: Bool) -> [String] {
        guard estimate.trained + estimate.dropped > 0 else { return [] }
        let changes = [
            estimate.dropped > 0 ? "leave out \(estimate.dropped)" : nil,
            estimate.cropped > 0 ? "crop \(estimate.cropped)" : nil,
            estimate.enlarged > 0 ? "enlarge \(estimate.enlarged)" : nil,
            estimate.converted > 0 ? "turn, convert or flatten \(estimate.converted)" : nil,
            estimate.captionsCut > 0 ? "lose the end of \(estimate.captionsCut) caption(s)" : nil,
        ].compactMap(\.self)
        let run = blocks ? "Errors stop export and train; with --skip-errors a run" : "A run"
        let fate = changes.isEmpty ? "" : " and " + changes.joined(separator: ", ")
        guard estimate.trained > 0 else { return ["\(run) would train on nothing\(fate)."] }
        return [
            "\(run) would train on \(estimate.trained) row(s)\(fate):",
            "\(estimate.steps) steps (\(estimate.epochs.text(2)) epochs), payload about \(Amount.bytes(estimate.payloadBytes)).",
        ]
    }
}
