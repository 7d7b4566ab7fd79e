import Dataset
import Foundation

extension Looker {
    /// What one look at a file gave.
    struct Sight: Sendable, Equatable {
        let verdict: Verdict
        /// A small copy of the picture, where one was asked for.
        var thumbnail: Thumbnail?
        /// Whether it will be the same next time.
        var isLasting = true
    }
}

extension Looker.Sight {
    /// As a process that looks tells it.
    var json: JSONValue {
        guard let thumbnail else { return verdict.json }
        let copy = JSONValue.record([
            "format": .string(thumbnail.format.rawValue),
            "bytes": .string(Data(thumbnail.bytes).base64EncodedString()),
        ])
        return .object((verdict.json.members ?? []) + [.init("thumbnail", copy)])
    }

    /// Reads such a line; nil when it is none.
    init?(json: JSONValue) {
        guard let verdict = Looker.Verdict(json: json) else { return nil }
        self.verdict = verdict
        guard let copy = json["thumbnail"] else { return }
        guard let data = copy["bytes"]?.string.flatMap({ Data(base64Encoded: $0) }),
            let format = copy["format"]?.string.flatMap(ImageFormat.init)
        else { return nil }
        thumbnail = Thumbnail(bytes: [UInt8](data), format: format)
    }
}
