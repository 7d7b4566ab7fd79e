import Dataset
import Foundation
import MusubiAPI
import Store

/// Writes the exact body of `POST /train` as a stream: a piece of one picture is in memory at a time.
struct PayloadWriter {
    /// Bytes read at a time: a multiple of three, so that each piece's base64 needs no padding but the last.
    private static let piece = 3 << 16

    private let training: TrainingParameters
    private let sink: ([UInt8]) throws(StoreError) -> Void
    private var hash = RunningDigest()
    private var total: Int64 = 0
    private var images = 0

    /// Begins a body; its bytes are handed to `sink` in order.
    init(
        _ training: TrainingParameters, to sink: @escaping ([UInt8]) throws(StoreError) -> Void
    ) throws(StoreError) {
        self.training = training
        self.sink = sink
        try put("{\"images\":[")
    }

    /// Adds a picture.
    ///
    /// - Throws: `StoreError` when it can't be read, or is not what was kept: what is sent must be what the lock says,
    ///   even when a disk changed it since.
    mutating func add(_ picture: PackedPicture) throws(StoreError) {
        let separator = images == 0 ? "" : ","
        images += 1
        try put("\(separator){\"filename\":\(JSONValue.quoted(picture.filename)),\"data\":\"")
        var digest = RunningDigest()
        try FileBytes.forEachChunk(of: picture.path, chunk: Self.piece) { chunk throws(StoreError) in
            digest.update(chunk)
            try put(Array(Data(chunk).base64EncodedData()))
        }
        guard digest.finish() == picture.item.prepared.digest else { throw picture.damage }
        try put("\",\"caption\":\(JSONValue.quoted(picture.caption))}")
    }

    /// Ends the body.
    ///
    /// - Returns: its identity.
    mutating func finish() throws(StoreError) -> Manifest.Payload {
        // The parameters are an object of their own here: without its opening brace it continues the body.
        try put("]," + training.json.text().dropFirst())
        return Manifest.Payload(digest: hash.finish(), bytes: total, images: images)
    }

    private mutating func put(_ text: String) throws(StoreError) { try put(Array(text.utf8)) }

    private mutating func put(_ bytes: [UInt8]) throws(StoreError) {
        hash.update(bytes)
        total += Int64(bytes.count)
        try sink(bytes)
    }
}
