import Dataset
import Foundation
import Store

/// Holds a payload file against its lock, picture by picture, so that each difference is reported with its place.
enum PayloadComparison {
    /// Everything that does not fit; nothing more is read behind a place where the grammar breaks.
    ///
    /// - Parameter proof: is given each picture whose bytes are the lock's.
    static func mismatches(
        in path: String, against manifest: Manifest, proof: UntouchedProof? = nil
    ) throws -> [String] {
        var found: [String] = []
        do {
            var reader = PayloadReader(path)
            try compare(&reader, manifest, proof, &found)
        } catch let broken as PayloadReader.Broken {
            found.append(
                "payload.json: byte \(broken.offset) is not what was written there (\(broken.expected) expected)"
            )
        }
        let (digest, bytes) = try Verify.digest(ofFile: path)
        if bytes != manifest.payload.bytes {
            found.append("payload.json holds \(bytes) bytes; the lock says \(manifest.payload.bytes)")
        }
        if digest != manifest.payload.digest {
            found.append(
                "payload.json has the digest \(digest.short)…; the lock says \(manifest.payload.digest.short)…"
            )
        }
        return found
    }

    /// Hands over the captions of a payload that fits its lock.
    ///
    /// - Throws: `PayloadReader.Broken` for one that does not, `StoreError`.
    static func forEachCaption(in path: String, of manifest: Manifest, _ body: (String) -> Void) throws {
        var reader = PayloadReader(path)
        try reader.expect("{\"images\":[")
        for position in manifest.images.indices {
            if position > 0 { try reader.expect(",") }
            try reader.expect("{\"filename\":")
            try reader.string { _ in }
            try reader.expect(",\"data\":")
            try reader.string { _ in }
            try reader.expect(",\"caption\":")
            if let caption = try text(&reader) { body(caption) }
            try reader.expect("}")
        }
    }

    private static func compare(
        _ reader: inout PayloadReader, _ manifest: Manifest, _ proof: UntouchedProof?,
        _ found: inout [String]
    ) throws {
        try reader.expect("{\"images\":[")
        for (position, image) in manifest.images.enumerated() {
            let place = "images[\(position)] \(image.filename) (row \(image.row))"
            if position > 0 { try reader.expect(",") }
            try reader.expect("{\"filename\":")
            if try text(&reader) != image.filename {
                found.append("\(place): the file name differs from the lock")
            }
            try reader.expect(",\"data\":")
            let limit = proof == nil ? 0 : Int(clamping: min(image.prepared.bytes, UntouchedProof.limit))
            let picture = try picture(&reader, keeping: limit)
            if picture?.digest != image.prepared.digest {
                found.append("\(place): the picture's bytes differ from the lock")
            } else if let bytes = picture?.bytes {
                proof?.take(bytes, as: image, at: place)
            }
            try reader.expect(",\"caption\":")
            let caption = try text(&reader)
            if caption.map(Digest.of) != image.caption {
                found.append("\(place): the caption differs from the lock")
            }
            try reader.expect("}")
        }
        try reader.expect("],")
        let rest = try reader.rest(limit: 1 << 16)
        if rest != Array(manifest.training.text().utf8.dropFirst()) {
            found.append("payload.json: the training parameters differ from the lock")
        }
    }

    /// A JSON string's text; nil when it can't be read as one.
    private static func text(_ reader: inout PayloadReader) throws -> String? {
        var raw: [UInt8] = [UInt8(ascii: "\"")]
        try reader.string { raw.append(contentsOf: $0) }
        raw.append(UInt8(ascii: "\""))
        do { return try JSONValue(parsing: raw).string } catch { return nil }
    }

    /// The digest of a base64 string's content, and the content where it is no longer than `limit`; nil when it is not
    /// base64.
    private static func picture(
        _ reader: inout PayloadReader, keeping limit: Int
    ) throws -> (digest: Digest, bytes: [UInt8])? {
        var hash = RunningDigest()
        var kept: [UInt8] = []
        var pending: [UInt8] = []
        var isBase64 = true
        try reader.string { piece in
            pending.append(contentsOf: piece)
            let whole = pending.count / 4 * 4
            guard let bytes = Data(base64Encoded: Data(pending[..<whole])) else {
                isBase64 = false
                pending.removeAll()
                return
            }
            hash.update(Array(bytes))
            if kept.count + bytes.count <= limit { kept.append(contentsOf: bytes) }
            pending.removeFirst(whole)
        }
        return isBase64 && pending.isEmpty ? (hash.finish(), kept) : nil
    }
}
