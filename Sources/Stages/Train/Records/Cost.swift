public import Dataset

/// What a run cost: an estimate from the time in which it was seen at work. Only the bill says what was paid.
public struct Cost: Sendable, Equatable {
    /// The price that it is reckoned by.
    public let price: Price
    /// The seconds of work that were seen; a queue is not paid for.
    public let seconds: Double
    /// Whether no part of the work went by unseen; otherwise it is the least that it can be.
    public let isWhole: Bool

    /// Reckons a run's cost; nil without a price, or where nothing of the work was seen.
    public init?(_ times: StageTimes, at price: Price?) {
        guard let price, times.work > 0 else { return nil }
        self.price = price
        seconds = times.work
        isWhole = times.gaps.isEmpty && times.sawPreparing
    }

    /// The amount, in the price's currency.
    public var amount: Double { price.amount(forSeconds: seconds) }

    /// As in `about 5.40 USD`, or `at least 5.40 USD`.
    public var text: String { (isWhole ? "about " : "at least ") + price.text(amount) }

    /// As it stands in documents.
    public var json: JSONValue {
        .record([
            "estimate": .double((amount * 10_000).rounded() / 10_000), "currency": .string(price.currency),
            "price_per_hour": .double(price.perHour), "seconds": .double((seconds * 1000).rounded() / 1000),
            "is_lower_bound": .bool(!isWhole),
        ])
    }
}
