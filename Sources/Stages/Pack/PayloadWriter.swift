import Dataset
import Foundation
import MusubiAPI
import Store

/// Writes the exact body of `POST /train` as a stream: one picture's piece is in memory at a time.
enum PayloadWriter {
    /// Bytes read at a time: a multiple of three, so that each piece's base64 needs no padding but the last.
    private static let piece = 3 << 16

    /// Hands the body's bytes to `sink` in order, and gives its identity.
    static func write(
        _ items: [NamedItem], _ training: TrainingParameters, from objects: ObjectStore,
        to sink: ([UInt8]) throws(StoreError) -> Void
    ) throws(StoreError) -> Manifest.Payload {
        var hash = RunningDigest()
        var total: Int64 = 0
        func put(_ bytes: [UInt8]) throws(StoreError) {
            hash.update(bytes)
            total += Int64(bytes.count)
            try sink(bytes)
        }
        func put(_ text: String) throws(StoreError) { try put(Array(text.utf8)) }

        try put("{\"images\":[")
        for (position, named) in items.enumerated() {
            let separator = position == 0 ? "" : ","
            try put("\(separator){\"filename\":\(JSONValue.quoted(named.filename)),\"data\":\"")
            var picture = RunningDigest()
            try FileBytes.forEachChunk(of: objects.path(of: named.item.prepared.digest), chunk: piece) {
                chunk throws(StoreError) in
                picture.update(chunk)
                try put(Array(Data(chunk).base64EncodedData()))
            }
            // What is sent must be what the lock says, even when a disk changed it since.
            guard picture.finish() == named.item.prepared.digest else {
                throw StoreError(
                    "the stored picture \(objects.path(of: named.item.prepared.digest)) is damaged",
                    hint: "delete that file and run the command again")
            }
            try put("\",\"caption\":\(JSONValue.quoted(named.item.row.caption))}")
        }
        // The parameters are an object of their own here: without its opening brace it continues the body.
        try put("]," + training.json.text().dropFirst())
        return Manifest.Payload(digest: hash.finish(), bytes: total, images: items.count)
    }
}
