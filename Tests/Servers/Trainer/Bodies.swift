import Dataset
import Foundation
import Vips

/// Bodies of `POST /train` for the tests.
enum Bodies {
    /// One picture: its name, its bytes in base64, its caption.
    static func image(_ name: String, _ base64: String, caption: JSONValue? = "a boat") -> JSONValue {
        .record(["filename": .string(name), "data": .string(base64), "caption": caption])
    }

    /// A body with the pictures given and members in place of the usual ones.
    static func body(_ images: [JSONValue], _ members: KeyValuePairs<String, JSONValue?> = [:]) -> String {
        var all: [JSONValue.Member] = [.init("images", .array(images)), .init("output_name", "boat_v1")]
        for (key, value) in members {
            all.removeAll { $0.key == key }
            if let value { all.append(.init(key, value)) }
        }
        return JSONValue.object(all).text()
    }

    /// A flat picture as base64.
    static func picture(_ side: Int = 8, as encoding: PictureEncoding = .png(compression: 6)) throws -> String
    {
        let pixels = [UInt8](repeating: 90, count: side * side * 3)
        return Data(try Picture.fromPixels(pixels, width: side, height: side).encoded(as: encoding))
            .base64EncodedString()
    }

    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
