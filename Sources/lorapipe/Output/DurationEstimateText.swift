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
