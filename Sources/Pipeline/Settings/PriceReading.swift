import Dataset

/// What an hour at the trainer costs, as a pipeline file says it.
extension PipelineFile {
    static func price(_ reader: inout SettingReader) -> Price? {
        let currency = reader.text("train.currency") ?? "USD"
        if currency.wholeMatch(of: /[\p{L}\p{Sc}]{1,12}/) == nil {
            reader.report(
                "train.currency", "train.currency is \"\(currency.printableLine)\"",
                hint: "it takes 1 to 12 letters or a currency's sign, as in EUR")
        }
        return reader.number("train.price_per_hour").map { Price(perHour: $0, currency: currency) }
    }
}
