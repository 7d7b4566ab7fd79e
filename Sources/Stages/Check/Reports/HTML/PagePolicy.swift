import Dataset
import Foundation

extension String {
    /// A page's style or script as its policy names it: by its SHA-256 in base64.
    var policySource: String {
        let digits = Array(Digest.of(self).hex)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }
}

extension Thumbnail {
    /// The whole file as an address, which loads nothing.
    var dataURL: String { "data:\(mediaType);base64,\(Data(bytes).base64EncodedString())" }
}
