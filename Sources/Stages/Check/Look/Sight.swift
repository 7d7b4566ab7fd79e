import Dataset
import Foundation

extension Looker {
    /// What one look at a file gave: the verdict, and a small copy of the picture where one was asked for.
    struct Sight: Sendable, Equatable {
        let verdict: Verdict
        /// A WebP file of up to 256 pixels, upright, in sRGB, with its alpha.
        var thumbnail: [UInt8]?
        /// Whether it will be the same next time.
        var isLasting = true
    }
}

extension Looker.Sight {
    /// As a process that looks tells it.
    var json: JSONValue {
        guard let thumbnail else { return verdict.json }
        let text = JSONValue.string(Data(thumbnail).base64EncodedString())
        return .object((verdict.json.members ?? []) + [.init("thumbnail", text)])
    }

    /// Reads such a line; nil when it is none.
    init?(json: JSONValue) {
        guard let verdict = Looker.Verdict(json: json) else { return nil }
        self.verdict = verdict
        if let text = json["thumbnail"]?.string {
            guard let data = Data(base64Encoded: text) else { return nil }
            thumbnail = [UInt8](data)
        }
    }
}
