import Dataset

/// What a run would do, in two lines.
enum OutlookText {
    /// - Parameter blocks: whether errors stop a run as the rows are.
    static func lines(_ outlook: Outlook, blocks: Bool) -> [String] {
        guard outlook.trained + outlook.dropped > 0 else { return [] }
        let changes = [
            outlook.dropped > 0 ? "leave out \(outlook.dropped)" : nil,
            outlook.cropped > 0 ? "crop \(outlook.cropped)" : nil,
            outlook.enlarged > 0 ? "enlarge \(outlook.enlarged)" : nil,
            outlook.converted > 0 ? "turn, convert or flatten \(outlook.converted)" : nil,
            outlook.captionsCut > 0 ? "lose the end of \(outlook.captionsCut) caption(s)" : nil,
        ].compactMap(\.self)
        let run = blocks ? "Errors stop export and train; with --skip-errors a run" : "A run"
        let fate = changes.isEmpty ? "" : " and " + changes.joined(separator: ", ")
        guard outlook.trained > 0 else { return ["\(run) would train on nothing\(fate)."] }
        return [
            "\(run) would train on \(outlook.trained) row(s)\(fate):",
            "\(outlook.steps) steps (\(outlook.epochs.text(2)) epochs), payload about \(Amount.bytes(outlook.payloadBytes)).",
        ]
    }
}
