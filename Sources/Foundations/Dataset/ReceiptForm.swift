/// What makes a file a receipt: written beside an export when its training has ended, and told from strangers' files by
/// whoever clears an export away.
public enum ReceiptForm {
    /// The file's name in an export.
    public static let name = "receipt.json"
    /// The name of the lock file that stands beside it.
    public static let lock = "manifest.lock.json"
    /// The version of its form.
    public static let schema = "lorapipe.receipt/1"
    /// The most bytes that one may have: it holds no history, so a longer file is none.
    public static let longest = 1 << 20

    /// A receipt's members; nil for any other file.
    public static func read(_ bytes: [UInt8]) -> JSONValue? {
        // What is no JSON is no receipt.
        guard let json = try? JSONValue(parsing: bytes), json["schema"]?.string == schema else { return nil }
        return json
    }

    /// The SHA-256 of the payload that a receipt is about.
    public static func payload(of receipt: JSONValue) -> Digest? {
        receipt["payload"]?["sha256"]?.string.flatMap(Digest.init(hex:))
    }
}
