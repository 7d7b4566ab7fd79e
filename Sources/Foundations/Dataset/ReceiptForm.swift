/// What makes a file a receipt: written beside an export when its training has ended, and recognised among other files
/// by the code that removes an export.
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

    /// Whether a file's name is that of a receipt, the newest one's or another's.
    public static func isName(_ name: String) -> Bool {
        name == self.name || name.wholeMatch(of: /receipt-[A-Za-z0-9_-]+\.json/) != nil
    }

    /// The name under which the receipt of an earlier run lies beside the newest: by the beginning of its job's id.
    ///
    /// - Parameter number: from 1; the next one where another job's receipt has that name.
    public static func keptName(ofJob id: String, _ number: Int) -> String {
        let safe = id.unicodeScalars.filter {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_")
        }
        let job = safe.isEmpty ? "job" : String(String.UnicodeScalarView(safe.prefix(8)))
        return "receipt-\(job)\(number == 1 ? "" : "-\(number)").json"
    }

    /// Whether two receipts are of one run.
    public static func isSameRun(_ one: JSONValue, _ other: JSONValue) -> Bool {
        one["job_id"] == other["job_id"] && one["endpoint"] == other["endpoint"]
            && payload(of: one) == payload(of: other)
    }

    /// The SHA-256 of the payload that a receipt is about.
    public static func payload(of receipt: JSONValue) -> Digest? {
        receipt["payload"]?["sha256"]?.string.flatMap(Digest.init(hex:))
    }
}
