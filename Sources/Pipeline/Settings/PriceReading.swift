public import Dataset
import Foundation

/// What an hour at the trainer costs, as a pipeline file says it.
extension PipelineFile {
    /// The price alone, for commands that hand over an export; the rest of the file may lack its variables.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with the price, or with the file as such.
    public static func price(
        at path: String, overrides: [String] = [], environment: [String: String]
    ) throws(SettingsError) -> Price? {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let variables = try Variables(environment: environment, dotEnvIn: directory)
        var reader = try reader(path, overrides, .train, variables)
        let price = price(&reader)
        guard reader.problems.isEmpty else { throw SettingsError(reader.problems) }
        return price
    }

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
