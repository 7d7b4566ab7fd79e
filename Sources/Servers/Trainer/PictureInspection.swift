import Dataset
import Foundation
import Imaging
import Vips

/// What a picture in a payload is, found as a trainer would find it: by decoding all of it.
enum PictureInspection {
    /// Decodes the base64 of a JSON string as it stands in the text, quotes included.
    static func bytes(ofJSONString raw: [UInt8]) throws(Unfit) -> [UInt8] {
        guard raw.first == UInt8(ascii: "\""), raw.count >= 2 else { throw Unfit("the data is not a string") }
        var text = Data(raw.dropFirst().dropLast())
        if text.contains(UInt8(ascii: "\\")) {
            // Base64 needs no escapes, but a writer may escape its slashes.
            guard let plain = try? JSONValue(parsing: raw), let string = plain.string else {
                throw Unfit("the data is not a JSON string")
            }
            text = Data(string.utf8)
        }
        if text.starts(with: Data("data:".utf8)) {
            throw Unfit("the data begins with a data: prefix; send the base64 alone")
        }
        guard let bytes = Data(base64Encoded: text) else { throw Unfit("the data is not valid base64") }
        return [UInt8](bytes)
    }

    /// Decodes a picture and returns its size. Called on a thread that may block.
    static func size(of bytes: [UInt8]) throws(Unfit) -> PixelSize {
        switch FileSignature(bytes.prefix(512)) {
        case .empty: throw Unfit("the data is empty")
        case .other(let what): throw Unfit("the data is \(what), not a picture")
        case .unsupported(let name):
            throw Unfit("the data is \(FileSignature.withArticle(name)) picture, which is not read here")
        case .picture(let format):
            if format == .png && !PNGContainer.isWhole(bytes) {
                throw Unfit("the PNG has a chunk that declares more bytes than there are")
            }
            if format == .jpeg { try limit(bytes) }
            do throws(VipsError) {
                return try decodedSize(of: bytes, format)
            } catch {
                throw Unfit(error.message)
            }
        }
    }

    /// Refuses a JPEG that a decoder would need too long for, such as one of thousands of scans. One that ends early is
    /// left to the decoder: its part up to there is within the limits.
    private static func limit(_ jpeg: [UInt8]) throws(Unfit) {
        do throws(ImageFault) {
            _ = try FileStructure.walk(jpeg, .jpeg)
        } catch {
            if error.kind != .truncated { throw Unfit("the JPEG is not decoded: \(error.message)") }
        }
    }

    private static func decodedSize(of bytes: [UInt8], _ format: ImageFormat) throws(VipsError) -> PixelSize {
        let picture = try Picture.open(
            bytes: bytes, as: PictureFormat(format), deadline: Deadline(after: .seconds(30)))
        let size = PixelSize(width: picture.width, height: picture.height)
        let limit = ImageLimits.pixels(of: format, isInterlaced: picture.isInterlaced)
        guard size.width * size.height <= limit else {
            throw VipsError(
                operation: "open", message: "the picture has \(size) pixels, more than is decoded here")
        }
        try picture.decodeAll()
        return size
    }

    /// Why a picture is refused.
    struct Unfit: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }
}
