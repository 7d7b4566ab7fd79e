extension Recipe {
    /// Reads the recipe that a lock file holds. What this version has no setting for is left aside: the recipe's own
    /// `json` shows the difference.
    ///
    /// - Throws: `RecipeError` when a setting is missing, or has a value that this version can't carry out.
    public init(json: JSONValue) throws(RecipeError) {
        func read<Value>(
            _ key: String, absent fallback: Value? = nil, _ convert: (JSONValue) -> Value?
        ) throws(RecipeError) -> Value {
            guard let value = json[key] else {
                if let fallback { return fallback }
                throw RecipeError(setting: key, value: nil)
            }
            guard let converted = convert(value) else {
                throw RecipeError(setting: key, value: value.text())
            }
            return converted
        }
        func number(in range: ClosedRange<Int64>) -> (JSONValue) -> Int? {
            { value in value.int.flatMap { range.contains($0) ? Int($0) : nil } }
        }
        let format = try read("format") { $0.string.flatMap(ImageFormat.init) }
        let isPNG = format == .png
        self.init(
            resolution: try read("resolution") {
                $0.int.flatMap { Int(exactly: $0) }.flatMap(Resolution.init)
            },
            fit: try read("fit") { $0.string.flatMap(Fit.init) },
            format: format,
            quality: try read("quality", absent: isPNG ? 92 : nil, number(in: 1...100)),
            compression: try read("compression", absent: isPNG ? nil : 1, number(in: 0...9)),
            background: try read("background") { $0.string.flatMap(RGB.init(hex:)) },
            gravity: try read("gravity") { $0.string.flatMap(Gravity.init) })
    }
}

/// A recipe that this version can't carry out.
public struct RecipeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The setting, as lock files name it.
    public let setting: String
    /// Its value as JSON; nil when it is missing.
    public let value: String?

    /// A setting that can't be carried out.
    public init(setting: String, value: String?) {
        self.setting = setting
        self.value = value
    }

    /// In a sentence.
    public var description: String {
        value.map { "the recipe's \(setting) is \($0), which this version does not know" }
            ?? "the recipe has no \(setting)"
    }
}
