import Dataset
import Store

/// One run of the check: what was found so far, row by row.
struct Session {
    private let tribunal: Tribunal
    private let recipe: Recipe
    private let keepsReviews: Bool
    private let tokens: TokenCounter
    private let trainedTokens: Int
    private var waivers: WaiverBook
    private var outlook: OutlookCount
    private var report: Report
    private let sound: Spool<CheckedRow>
    private var reviews: [Reviewed] = []
    private var pictures = 0
    private var opened = 0

    init(
        _ order: Check.Order, _ dataset: DatasetInfo, _ leftOut: LeftOut, in objects: ObjectStore
    ) throws(StoreError) {
        tribunal = Tribunal(
            order.rules,
            Run(
                trigger: dataset.trigger, recipe: order.recipe, enlarging: order.enlarging,
                maxBytes: order.maxBytes, seed: order.seed, leftOut: leftOut,
                rules: order.rules))
        recipe = order.recipe
        keepsReviews = order.keepsReviews
        tokens = TokenCounter(order.tokenizer)
        trainedTokens = order.rules.trainedTokens
        waivers = WaiverBook(order.waivers)
        outlook = OutlookCount(order.schedule, order.recipe)
        report = Report(dataset: dataset, rows: 0, findings: [])
        sound = try Spool(in: objects)
    }

    /// How many rows were taken.
    var rows: Int { report.rows }

    /// Takes the next row, with what a look at its picture showed.
    mutating func take(_ fetched: FetchedRow, _ look: Looker.Look?) throws(StoreError) {
        let subject = subject(fetched, look?.verdict)
        var findings = tribunal.judge(subject)
        // A fetch's reason that no rule here goes by is told as it came: no row goes missing in silence.
        if case .failed(let finding) = fetched.picture, !Rule.all.contains(where: { $0.id == finding.rule }) {
            findings.insert(finding, at: 0)
        }
        let counted = findings.filter { finding in
            guard let waiver = waivers.waiver(for: finding) else { return true }
            report.waived.append(.init(finding, reason: waiver.reason))
            return false
        }
        report.findings += counted
        report.rows += 1
        pictures += look == nil ? 0 : 1
        opened += look?.isFresh == true ? 1 : 0
        let isSound = subject.seen?.plan != nil && !counted.contains { $0.severity == .error }
        outlook.add(subject, isTrained: isSound)
        if isSound, let seen = subject.seen, let plan = seen.plan {
            try sound.append(
                CheckedRow(row: fetched.row, image: seen.image, facts: seen.facts, plan: plan))
        }
        if keepsReviews { reviews.append(Reviewed(subject, isTrained: isSound)) }
    }

    /// What came of it all.
    mutating func finish() throws(StoreError) -> Check.Outcome {
        let whole = outlook.finish()
        report.outlook = whole
        report.findings += tribunal.conclude(whole)
        report.staleWaivers = waivers.stale
        return Check.Outcome(
            report: report, sound: try sound.close(), reviews: reviews, pictures: pictures, opened: opened)
    }

    private func subject(_ fetched: FetchedRow, _ verdict: Looker.Verdict?) -> Subject {
        var image: SourceImage?
        if case .kept(let kept) = fetched.picture { image = kept }
        let caption = fetched.row.trimmedCaption
        return Subject(
            row: fetched.row, picture: picture(fetched, verdict), caption: caption,
            tokens: caption.isEmpty ? nil : tokens.count(caption, limit: trainedTokens), image: image,
            url: Self.url(fetched, verdict))
    }

    /// For those who have to look what the server gives.
    private static func url(_ fetched: FetchedRow, _ verdict: Looker.Verdict?) -> String? {
        switch (fetched.picture, verdict) {
        case (.failed(let finding), _): finding.url
        case (.kept, .fault(Rule.imageNotAnImage.id, _)): fetched.row.url
        default: nil
        }
    }

    private func picture(_ fetched: FetchedRow, _ verdict: Looker.Verdict?) -> Subject.Picture {
        switch (fetched.picture, verdict) {
        case (.failed(let finding), _):
            .unusable(
                rule: finding.rule, message: finding.message,
                hint: finding.hint.isEmpty ? nil : finding.hint)
        case (.kept(let image), .facts(let facts, let traits)):
            picture(
                Seen(
                    image: image, facts: facts, traits: traits,
                    plan: CropPlan(
                        recipe, from: facts.upright,
                        // A focus that can't be read is another rule's to name.
                        keeping: fetched.row.focus.flatMap { Focus($0) }
                            ?? traits.focus(by: recipe.gravity))))
        case (.kept, .fault(let rule, let message)): .unusable(rule: rule, message: message)
        case (.kept, nil): .unusable(rule: Rule.imageUnreadable.id, message: "was not looked at")
        }
    }

    /// A picture that can be prepared; a line of a few pixels can't.
    private func picture(_ seen: Seen) -> Subject.Picture {
        guard let plan = seen.plan, !plan.isCarriedOut else { return .seen(seen) }
        return .unusable(
            rule: Rule.imageTooLarge.id,
            message:
                "\(plan.source) would be enlarged to \(plan.resized) before cropping, above the limit of \(ImageLimits.resizedSide) pixels a side"
        )
    }
}

extension Reviewed {
    init(_ subject: Subject, isTrained: Bool) {
        self.init(
            row: subject.row, image: subject.image, facts: subject.seen?.facts, plan: subject.seen?.plan,
            fault: subject.fault,
            caption: Caption(
                text: subject.caption, tokens: subject.tokens?.count ?? 0,
                isExact: subject.tokens?.isExact ?? true, cut: subject.cut.map(String.init) ?? ""),
            isTrained: isTrained)
    }
}
