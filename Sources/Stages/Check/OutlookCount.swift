public import Dataset

/// Reckons, row by row, what a run would do.
struct OutlookCount {
    private(set) var outlook = Outlook()
    private let schedule: Check.Schedule
    private let recipe: Recipe

    init(_ schedule: Check.Schedule, _ recipe: Recipe) {
        self.schedule = schedule
        self.recipe = recipe
    }

    /// Counts a row that would be trained on, or left out.
    mutating func add(_ subject: Subject, isTrained: Bool) {
        outlook.captionsCut += subject.cut == nil ? 0 : 1
        guard isTrained, let seen = subject.seen else {
            outlook.dropped += 1
            return
        }
        outlook.trained += 1
        if let plan = seen.plan {
            outlook.cropped += plan.loss > 0 ? 1 : 0
            outlook.enlarged += plan.enlarges ? 1 : 0
        }
        outlook.payloadBytes += PayloadForecast.bytes(of: seen, caption: subject.caption, by: recipe)
        outlook.converted += seen.facts.isConverted ? 1 : 0
    }

    /// The whole, once all rows are counted.
    func finish() -> Outlook {
        var outlook = outlook
        outlook.reckonSteps(schedule)
        return outlook
    }
}

extension Outlook {
    /// Steps an epoch are the pictures at batch size 1, the trainer's default, without gradient accumulation; a limit on
    /// steps ends the run early.
    fileprivate mutating func reckonSteps(_ schedule: Check.Schedule) {
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
    /// The same once sound rows turned out to be unusable after all: their findings stand among those on rows, and the
    /// outlook leaves them out.
    public func leavingOut(_ rows: [(row: CheckedRow, finding: Finding)], schedule: Check.Schedule) -> Report
    {
        var report = self
        let end = findings.firstIndex { $0.row == nil } ?? findings.endIndex
        report.findings.insert(contentsOf: rows.map(\.finding), at: end)
        for (row, _) in rows { report.outlook?.leaveOut(row) }
        report.outlook?.reckonSteps(schedule)
        return report
    }
}

extension ImageFacts {
    /// Whether preparing changes more than the size: turned, flattened, other colours or bit depth.
    var isConverted: Bool {
        orientation != 1 || hasAlpha || isCMYK || bitsPerBand != 8 || (appliesProfile && !isSRGB) || bands < 3
    }
}
