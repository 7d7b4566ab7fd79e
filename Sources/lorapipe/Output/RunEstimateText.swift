import Dataset

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
