public import Dataset
public import Store

/// How long a run will take and what it will cost, by earlier runs at the same trainer.
public struct DurationEstimate: Sendable, Equatable {
    /// The steps that the trainer will count.
    public let steps: Int
    /// The expected time in seconds, from the start of the work: what a queue takes is not foreseen.
    public let seconds: Double
    /// By the fastest and the slowest of the runs; by one run alone, a quarter less and more.
    public let range: ClosedRange<Double>
    /// How many runs it rests on.
    public let runs: Int
    /// Whether the time before training is in it: some trainer must have been watched from the start for that.
    public let hasPreparing: Bool
    /// What an hour costs; nil where no price is set.
    public let price: Price?

    /// The newest runs that count: a trainer's machine changes.
    public static let mostRuns = 20

    /// Foretells a run; nil without an earlier run to estimate from.
    ///
    /// - Parameter runs: the newest first. Rehearsals count when the newest was one, and then alone.
    public init?(_ plan: RunPlan, from runs: [PastRun], price: Price? = nil) {
        let alike = runs.filter { $0.isRehearsal == runs[0].isRehearsal }.prefix(Self.mostRuns)
        guard let newest = alike.first else { return nil }
        let preparing = alike.compactMap(\.perPicture)
        let usual = Self.median(preparing)
        let times = alike.map { run in
            // A step takes as long as its pixels are many.
            run.perStep * plan.area / run.area * Double(plan.steps)
                + (run.perPicture ?? usual ?? 0) * Double(plan.images)
        }
        guard let time = Self.median(times), let least = times.min(), let most = times.max(), most.isFinite
        else { return nil }
        steps = Int(max(1, min(1e9, (Double(plan.steps) * newest.stepRatio).rounded())))
        seconds = time
        range = times.count == 1 ? time * 0.75...time * 1.25 : least...most
        self.runs = times.count
        hasPreparing = usual != nil
        self.price = price
    }

    /// Foretells the run of a payload at a trainer from what the ledger holds of earlier ones there; nil where there
    /// are none to estimate from.
    public static func read(
        for manifest: ManifestHead, at endpoint: String, price: Price? = nil, from ledger: Ledger
    ) async throws(StoreError) -> DurationEstimate? {
        guard let plan = RunPlan(images: manifest.payload.images, manifest.training) else { return nil }
        var runs: [PastRun] = []
        for submission in try await ledger.submissions(to: endpoint) where submission.phase == .ended {
            guard let jobID = submission.jobID, runs.count < mostRuns * 2 else { continue }
            if let run = PastRun(submission, try await ledger.observations(ofJob: jobID, at: endpoint)) {
                runs.append(run)
            }
        }
        return DurationEstimate(plan, from: runs, price: price)
    }

    /// Reads `json`; nil where a member is missing. Seconds are there in whole ones.
    public init?(json: JSONValue) {
        let ends = json["seconds_range"]?.array?.compactMap(\.double) ?? []
        guard let steps = json["steps"]?.int, let seconds = json["seconds"]?.double, ends.count == 2,
            ends[0] <= ends[1], let runs = json["runs"]?.int, let hasPreparing = json["has_preparing"]
        else { return nil }
        (self.steps, self.seconds, range) = (Int(steps), seconds, ends[0]...ends[1])
        (self.runs, self.hasPreparing) = (Int(runs), hasPreparing == true)
        price = json["cost"].flatMap { cost in
            guard let perHour = cost["price_per_hour"]?.double, let currency = cost["currency"]?.string else {
                return nil
            }
            return Price(perHour: perHour, currency: currency)
        }
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// What it is expected to cost; nil without a price.
    public var cost: Double? { price?.amount(forSeconds: seconds) }

    /// As it stands in documents.
    public var json: JSONValue {
        func seconds(_ value: Double) -> JSONValue { .int(Int64(min(1e15, value.rounded()))) }
        func amount(_ value: Double) -> JSONValue { .double((value * 10_000).rounded() / 10_000) }
        return .record([
            "steps": .int(Int64(steps)), "seconds": seconds(self.seconds),
            "seconds_range": .array([seconds(range.lowerBound), seconds(range.upperBound)]),
            "runs": .int(Int64(runs)), "has_preparing": .bool(hasPreparing),
            "cost": price.map { price in
                .record([
                    "estimate": amount(price.amount(forSeconds: self.seconds)),
                    "range": .array([
                        amount(price.amount(forSeconds: range.lowerBound)),
                        amount(price.amount(forSeconds: range.upperBound)),
                    ]), "currency": .string(price.currency), "price_per_hour": .double(price.perHour),
                ])
            },
        ])
    }
}
