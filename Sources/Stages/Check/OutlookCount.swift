import Dataset

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
    ///
    /// Steps an epoch are the pictures at batch size 1, the trainer's default, without gradient accumulation; a limit on
    /// steps ends the run early.
    func finish() -> Outlook {
        var outlook = outlook
        let full = outlook.trained * schedule.epochs
        outlook.steps = min(full, schedule.maxSteps ?? full)
        outlook.epochs = outlook.trained == 0 ? 0 : Double(outlook.steps) / Double(outlook.trained)
        return outlook
    }
}

extension ImageFacts {
    /// Whether preparing changes more than the size: turned, flattened, other colours or bit depth.
    var isConverted: Bool {
        orientation != 1 || hasAlpha || isCMYK || bitsPerBand != 8 || (appliesProfile && !isSRGB) || bands < 3
    }
}
