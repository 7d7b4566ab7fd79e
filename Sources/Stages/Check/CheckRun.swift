import Dataset
import Imaging
import Store

/// One run of the check: the findings so far, row by row. They go into the table by some hundreds.
struct CheckRun {
    private let ruleEngine: RuleEngine
    private let recipe: Recipe
    private let keepsReviews: Bool
    private let tokens: TokenCounter
    private let trainedTokens: Int
    private var waivers: WaiverMatcher
    private var estimate: RunEstimateCounter
    private var report: Report
    private let table: RunTable
    /// What is not in the table yet.
    private var batch = CheckBatch()
    private var tally = Findings.Tally()
    private var sound = 0
    private var reviews: [RowReview] = []
    private var pictures = 0
    private var opened = 0

    init(
        _ configuration: Check.Configuration, _ dataset: DatasetInfo, _ leftOut: LeftOut,
        in table: RunTable
    ) throws(StoreError) {
        ruleEngine = RuleEngine(
            configuration.rules,
            RuleContext(
                trigger: dataset.trigger, recipe: configuration.recipe,
                upscalePolicy: configuration.upscalePolicy,
                maxBytes: configuration.maxBytes, seed: configuration.seed, leftOut: leftOut,
                rules: configuration.rules))
        recipe = configuration.recipe
        keepsReviews = configuration.keepsReviews
        tokens = TokenCounter(configuration.tokenizer)
        trainedTokens = configuration.rules.trainedTokens
        waivers = WaiverMatcher(configuration.waivers)
        estimate = RunEstimateCounter(configuration.schedule, configuration.recipe)
        report = Report(dataset: dataset, rows: 0, findings: [])
        self.table = table
        try table.clearResults()
    }

    /// How many rows were evaluated.
    var rows: Int { report.rows }

    /// Evaluates the next row, with the inspection of its picture.
    mutating func add(_ fetched: FetchedRow, _ inspection: InspectionCache.Answer?) async throws {
        let input = input(fetched, inspection?.result)
        var findings = ruleEngine.evaluate(input)
        // A fetch's finding under an id that is no rule is reported unchanged: no row may be dropped silently.
        if case .failed(let finding) = fetched.picture, !Rule.all.contains(where: { $0.id == finding.rule }) {
            findings.insert(finding, at: 0)
        }
        let counted = findings.filter { finding in
            guard let waiver = waivers.waiver(for: finding) else { return true }
            report.waived.append(.init(finding, reason: waiver.reason))
            return false
        }
        add(counted)
        report.rows += 1
        pictures += inspection == nil ? 0 : 1
        opened += inspection?.isFresh == true ? 1 : 0
        let isSound = input.inspected?.plan != nil && !counted.contains { $0.severity == .error }
        estimate.add(input, isTrained: isSound)
        if isSound, let seen = input.inspected, let plan = seen.plan {
            sound += 1
            batch.sound.append(
                CheckedRow(
                    position: fetched.position, row: fetched.row, image: seen.image, facts: seen.facts,
                    plan: plan))
        }
        if keepsReviews { reviews.append(RowReview(input, isTrained: isSound)) }
        if batch.findings.count + batch.sound.count >= 500 { try await write() }
    }

    private mutating func add(_ findings: [Finding]) {
        for finding in findings { tally.add(finding) }
        batch.findings += findings
    }

    private mutating func write() async throws {
        try await table.add(batch)
        batch = CheckBatch()
    }

    /// The result after the last row.
    mutating func finish() async throws -> Check.Outcome {
        let whole = estimate.finish()
        report.estimate = whole
        add(ruleEngine.conclude(whole))
        try await write()
        report.findings = table.findings(tally)
        report.staleWaivers = waivers.stale
        return Check.Outcome(
            report: report, sound: table.checkedRows(count: sound), reviews: reviews, pictures: pictures,
            opened: opened)
    }

    private func input(_ fetched: FetchedRow, _ result: InspectionResult?) -> RuleInput {
        var image: SourceImage?
        if case .kept(let kept) = fetched.picture { image = kept }
        let caption = fetched.row.trimmedCaption
        return RuleInput(
            row: fetched.row, picture: picture(fetched, result), caption: caption,
            tokens: caption.isEmpty ? nil : tokens.count(caption, limit: trainedTokens), image: image,
            url: Self.url(fetched, result))
    }

    /// The URL to open where the server may be at fault.
    private static func url(_ fetched: FetchedRow, _ result: InspectionResult?) -> String? {
        switch (fetched.picture, result) {
        case (.failed(let finding), _): finding.url
        case (.kept, .fault(let fault)) where fault.kind == .notAnImage: fetched.row.url
        default: nil
        }
    }

    private func picture(_ fetched: FetchedRow, _ result: InspectionResult?) -> RuleInput.Picture {
        switch (fetched.picture, result) {
        case (.failed(let finding), _):
            .unusable(
                rule: finding.rule, message: finding.message,
                hint: finding.hint.isEmpty ? nil : finding.hint)
        case (.kept(let image), .facts(let facts, let statistics)):
            picture(
                InspectedImage(
                    image: image, facts: facts, statistics: statistics,
                    plan: CropPlan(
                        recipe, from: facts.upright,
                        // The rule focus-unreadable reports a focus that can't be read.
                        keeping: fetched.row.focus.flatMap { Focus($0) }
                            ?? statistics.focus(by: recipe.gravity))))
        case (.kept, .fault(let fault)):
            .unusable(rule: Rule.forFault(fault.kind).id, message: fault.message)
        case (.kept, nil): .unusable(rule: Rule.imageUnreadable.id, message: "was not looked at")
        }
    }

    /// Unusable where the plan exceeds the limits, as for a line of a few pixels.
    private func picture(_ seen: InspectedImage) -> RuleInput.Picture {
        guard let plan = seen.plan, !plan.isCarriedOut else { return .inspected(seen) }
        return .unusable(
            rule: Rule.imageTooLarge.id,
            message:
                "\(plan.source) would be enlarged to \(plan.resized) before cropping, above the limit of \(ImageLimits.resizedSide) pixels a side"
        )
    }
}

extension RowReview {
    init(_ input: RuleInput, isTrained: Bool) {
        self.init(
            row: input.row, image: input.image, facts: input.inspected?.facts, plan: input.inspected?.plan,
            fault: input.fault,
            caption: Caption(
                text: input.caption, tokens: input.tokens?.count ?? 0,
                isExact: input.tokens?.isExact ?? true, cut: input.cut.map(String.init) ?? ""),
            isTrained: isTrained)
    }
}
