import Crypto
import Foundation

/// The body of a submission, read without a word of the product's own code.
struct ContraryBody {
    let sha256: String
    let bytes: Int
    let outputName: String
    let images: Int

    /// What FastAPI would say; nil in place of a body that is a good one.
    struct Fault: Error {
        let place: [String]
        let words: String
    }

    init(_ body: [UInt8]) throws(Fault) {
        let json: Any
        do {
            json = try JSONSerialization.jsonObject(with: Data(body))
        } catch {
            throw Fault(place: ["body"], words: "JSON decode error")
        }
        guard let members = json as? [String: Any] else {
            throw Fault(place: ["body"], words: "Input should be a valid dictionary")
        }
        guard let name = members["output_name"] as? String, !name.isEmpty else {
            throw Fault(place: ["body", "output_name"], words: "Field required")
        }
        guard let pictures = members["images"] as? [[String: Any]], !pictures.isEmpty else {
            throw Fault(place: ["body", "images"], words: "List should have at least 1 item")
        }
        for (number, picture) in pictures.enumerated() {
            let data = (picture["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
            guard !data.isEmpty, let file = picture["filename"] as? String, !file.isEmpty,
                picture["caption"] is String
            else {
                throw Fault(place: ["body", "images", "\(number)"], words: "Input should be a valid picture")
            }
        }
        sha256 = SHA256.hash(data: Data(body)).map { String(format: "%02x", $0) }.joined()
        bytes = body.count
        outputName = name
        images = pictures.count
    }
}
