public import Dataset

/// Counts, row by row, what a run would do.
struct RunEstimateCounter {
    private(set) var estimate = RunEstimate()
    private let schedule: Check.Schedule
    private let recipe: Recipe

    init(_ schedule: Check.Schedule, _ recipe: Recipe) {
        self.schedule = schedule
        self.recipe = recipe
    }

    /// Counts a row that would be trained on or dropped.
    mutating func add(_ input: RuleInput, isTrained: Bool) {
        estimate.captionsCut += input.cut == nil ? 0 : 1
        guard isTrained, let seen = input.inspected else {
            estimate.dropped += 1
            return
        }
        estimate.trained += 1
        if let plan = seen.plan {
            estimate.cropped += plan.loss > 0 ? 1 : 0
            estimate.enlarged += plan.enlarges ? 1 : 0
        }
        estimate.payloadBytes += PayloadSizeEstimate.bytes(of: seen, caption: input.caption, by: recipe)
        estimate.converted += seen.facts.isConverted ? 1 : 0
    }

    /// The estimate, once all rows are counted.
    func finish() -> RunEstimate {
        var estimate = estimate
        estimate.countSteps(schedule)
        return estimate
    }
}

extension RunEstimate {
    /// An epoch has one step a picture at batch size 1, the trainer's default, without gradient accumulation; a limit on steps
    /// ends the run early.
    fileprivate mutating func countSteps(_ schedule: Check.Schedule) {
        let full = trained * schedule.epochs
        steps = min(full, schedule.maxSteps ?? full)
        epochs = trained == 0 ? 0 : Double(steps) / Double(trained)
    }

    fileprivate mutating func leaveOut(_ row: CheckedRow) {
        payloadBytes -= trained > 0 ? payloadBytes / Int64(trained) : 0
        trained -= 1
        dropped += 1
        cropped -= row.plan.loss > 0 ? 1 : 0
        enlarged -= row.plan.enlarges ? 1 : 0
        converted -= row.facts.isConverted ? 1 : 0
    }
}

extension Report {
    /// The same without sound rows whose pictures could not be prepared: their findings are added to those on rows, and the
    /// estimate does not count them.
    ///
    /// - Throws: `StoreError` when the findings can't be read.
    public func leavingOut(_ rows: [(row: CheckedRow, finding: Finding)], schedule: Check.Schedule) throws
        -> Report
    {
        var report = self
        report.findings =
            try findings.filter { $0.row != nil } + Findings(rows.map(\.finding))
            + findings.filter { $0.row == nil }
        for (row, _) in rows { report.estimate?.leaveOut(row) }
        report.estimate?.countSteps(schedule)
        return report
    }
}

extension ImageFacts {
    /// Whether preparing changes more than the size: orientation, alpha, colours or bit depth.
    var isConverted: Bool {
        orientation != 1 || hasAlpha || isCMYK || bitsPerBand != 8 || (appliesProfile && !isSRGB) || bands < 3
    }
}
