import Dataset
import Foundation

/// What an inspection computes besides its result: costly, and not needed by every run.
public struct InspectOptions: OptionSet, Sendable {
    /// The bits, as the worker process receives them.
    public let rawValue: Int

    /// Any set of bits; unknown ones are ignored.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A small copy of the picture.
    public static let thumbnail = InspectOptions(rawValue: 1)
    /// The points that a crop by attention and a crop by entropy keep.
    public static let attention = InspectOptions(rawValue: 2)
}

/// What one inspection of a file gave.
struct Inspection: Sendable, Equatable {
    let result: InspectionResult
    /// A small copy of the picture, when `InspectOptions.thumbnail` was set.
    var thumbnail: Thumbnail?
    /// Whether the next inspection will give the same, so that it may be cached.
    var isLasting = true
}

extension Inspection {
    /// As a worker process writes it.
    var json: JSONValue {
        guard let thumbnail else { return result.json }
        let copy = JSONValue.record([
            "format": .string(thumbnail.format.rawValue),
            "bytes": .string(Data(thumbnail.bytes).base64EncodedString()),
        ])
        return .object((result.json.members ?? []) + [.init("thumbnail", copy)])
    }

    /// Reads what a worker process wrote; nil for anything else.
    init?(json: JSONValue) {
        guard let result = InspectionResult(json: json) else { return nil }
        self.result = result
        guard let copy = json["thumbnail"] else { return }
        guard let data = copy["bytes"]?.string.flatMap({ Data(base64Encoded: $0) }),
            let format = copy["format"]?.string.flatMap(ImageFormat.init)
        else { return nil }
        thumbnail = Thumbnail(bytes: [UInt8](data), format: format)
    }
}
