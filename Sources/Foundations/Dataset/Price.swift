/// What an hour at a trainer costs.
public struct Price: Sendable, Equatable {
    /// The price of an hour, 0 or more.
    public var perHour: Double
    /// The currency, as people are shown it.
    public var currency: String

    /// A price.
    public init(perHour: Double, currency: String = "USD") {
        self.perHour = perHour
        self.currency = currency
    }

    /// What so many seconds cost.
    public func amount(forSeconds seconds: Double) -> Double { perHour * seconds / 3600 }

    /// An amount with two decimals and the currency, as in `5.40 USD`.
    public func text(_ amount: Double) -> String {
        let cents = (amount * 100).rounded()
        // Beyond this a double counts no cents any more.
        guard abs(cents) < 1e15 else { return "\(amount.text(2)) \(currency.printableLine)" }
        let digits = "\(Int64(abs(cents)) % 100)"
        let sign = cents < 0 ? "-" : ""
        return
            "\(sign)\(Int64(abs(cents)) / 100).\(digits.count < 2 ? "0" : "")\(digits) \(currency.printableLine)"
    }
}
