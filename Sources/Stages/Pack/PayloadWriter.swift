import Dataset
import MusubiAPI
import Store

/// Writes the exact body of `POST /train` as a stream: a piece of one picture is in memory at a time.
struct PayloadWriter: ~Copyable {
    /// Bytes read at a time: a multiple of three, so that each piece's base64 needs no padding but the last.
    private static let piece = 3 << 16

    /// Counts up when the same pictures and parameters make another body.
    static let version = 1

    private let training: JSONValue
    private let objects: ObjectStore
    private let sink: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    private let text = UnsafeMutableRawBufferPointer.allocate(byteCount: piece / 3 * 4, alignment: 16)
    private var hash = RunningDigest()
    private var total: Int64 = 0
    private var images = 0

    /// Begins a body; its bytes are passed to `sink` in order, valid only during the call.
    init(
        _ training: TrainingParameters, imagesIn objects: ObjectStore,
        to sink: @escaping (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        self.training = training.json
        self.objects = objects
        self.sink = sink
        try put(Self.start)
    }

    deinit { text.deallocate() }

    /// How each body begins.
    static let start = "{\"images\":["

    /// Adds a picture.
    ///
    /// - Throws: `StoreError` when it can't be read, or is not what was kept: what is sent must be what the lock says,
    ///   even when a disk changed it since.
    mutating func add(_ entry: ManifestEntry) throws(StoreError) {
        try put((images == 0 ? "" : ",") + Self.opening(of: entry.filename))
        images += 1
        var digest = RunningDigest()
        try FileBytes.forEachChunk(of: objects.path(of: entry.prepared.digest), chunk: Self.piece) {
            chunk throws(StoreError) in
            digest.update(chunk)
            let count = Base64.encode(chunk, into: text)
            try put(UnsafeRawBufferPointer(rebasing: text[..<count]))
        }
        guard digest.finish() == entry.prepared.digest else { throw entry.damage(in: objects) }
        try put(Self.closing(with: entry.caption))
    }

    /// Ends the body.
    ///
    /// - Returns: its identity.
    mutating func finish() throws(StoreError) -> Manifest.Payload {
        try put(Self.end(training))
        return Manifest.Payload(digest: hash.finish(), bytes: total, images: images)
    }

    private mutating func put(_ text: String) throws(StoreError) {
        try Array(text.utf8).withUnsafeBufferPointer { bytes throws(StoreError) in
            try put(UnsafeRawBufferPointer(bytes))
        }
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        hash.update(bytes)
        total += Int64(bytes.count)
        try sink(bytes)
    }

    private static func opening(of filename: String) -> String {
        "{\"filename\":\(JSONValue.quoted(filename)),\"data\":\""
    }

    private static func closing(with caption: String) -> String {
        "\",\"caption\":\(JSONValue.quoted(caption))}"
    }

    /// The parameters are an object of their own: without its opening brace it continues the body.
    private static func end(_ training: JSONValue) -> String { "]," + training.text().dropFirst() }
}

/// A body's size before anything is written: base64's is known from the number of bytes.
extension PayloadWriter {
    /// The bytes that a picture takes, a comma before it aside.
    static func bytes(of entry: ManifestEntry) -> Int64 {
        let words = opening(of: entry.filename).utf8.count + closing(with: entry.caption).utf8.count
        return Base64.count(ofBytes: entry.prepared.bytes) + Int64(words)
    }

    /// The bytes of a body of so many items that take so many bytes together.
    static func bytes(ofItems bytes: Int64, count: Int, _ training: TrainingParameters) -> Int64 {
        Int64(start.utf8.count) + bytes + Int64(max(0, count - 1)) + Int64(end(training.json).utf8.count)
    }
}
