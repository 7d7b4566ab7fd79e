import Dataset

extension Looker {
    /// What a look at a picture's file showed.
    enum Verdict: Sendable, Equatable {
        case facts(ImageFacts, Traits)
        /// The id of the rule that names the fault, and the message.
        case fault(rule: String, message: String)

        /// The decode ran out of time. Says as much of the machine's load as of the file, so it is never kept.
        static var slow: Verdict {
            let seconds = Looker.patience.components.seconds
            return .fault(
                rule: Rule.imageUnreadable.id, message: "was not decoded within \(seconds) seconds")
        }

        /// As the ledger keeps it.
        var json: JSONValue {
            switch self {
            case .fault(let rule, let message):
                .record(["rule": .string(rule), "message": .string(message)])
            case .facts(let facts, let traits):
                .record([
                    "format": .string(facts.format.rawValue), "width": .int(Int64(facts.width)),
                    "height": .int(Int64(facts.height)), "orientation": .int(Int64(facts.orientation)),
                    "bands": .int(Int64(facts.bands)), "bits": .int(Int64(facts.bitsPerBand)),
                    "alpha": .bool(facts.hasAlpha), "cmyk": .bool(facts.isCMYK),
                    "profile": .bool(facts.hasProfile), "traits": traits.json,
                ])
            }
        }

        /// Reads a kept line; nil when it is none of this version's.
        init?(json: JSONValue) {
            if let rule = json["rule"]?.string, let message = json["message"]?.string {
                self = .fault(rule: rule, message: message)
                return
            }
            func integer(_ key: String) -> Int? { json[key]?.int.map { Int($0) } }
            guard let format = json["format"]?.string.flatMap(ImageFormat.init),
                let width = integer("width"),
                let height = integer("height"), let orientation = integer("orientation"),
                let bands = integer("bands"),
                let bits = integer("bits"), let traits = json["traits"].flatMap(Traits.init(json:))
            else { return nil }
            self = .facts(
                ImageFacts(
                    format: format, width: width, height: height, orientation: orientation, bands: bands,
                    bitsPerBand: bits, hasAlpha: json["alpha"] == true, isCMYK: json["cmyk"] == true,
                    hasProfile: json["profile"] == true), traits)
        }
    }
}
