import Dataset
import Foundation
public import Store

/// `receipt.json` beside the export that was trained on.
extension Receipt {
    /// Where a receipt is, or why it is nowhere.
    public enum Place: Sendable, Equatable {
        /// In this file.
        case file(String)
        /// It is not written, for this reason; the ledger knows all of it.
        case none(String)

        /// The path, or the reason.
        public var text: String {
            switch self {
            case .file(let text), .none(let text): text
            }
        }
    }

    /// Writes the receipt of a run that has ended into its export, when that still holds what was trained on. May be
    /// called again at any time: what stands there already is left as it is.
    ///
    /// - Throws: `StoreError` when it can't be written, or the ledger not read.
    @discardableResult
    public static func write(for submission: Submission, ledger: Ledger) throws(StoreError) -> Place {
        guard let jobID = submission.jobID, [.ended, .lost].contains(submission.phase) else {
            return .none("the job has not ended")
        }
        if let obstacle = obstacle(to: submission) { return .none(obstacle) }
        let receipt = try Receipt(submission, ledger.sights(ofJob: jobID, at: submission.endpoint))
        let path = path(of: submission)
        let text = Array((receipt.json.text(pretty: true) + "\n").utf8)
        if read(path) != text {
            let file = try DurableFile(path)
            try file.write(text)
            try file.publish()
        }
        return .file(path)
    }

    /// Where a submission's receipt stands now. Writes nothing.
    public static func place(of submission: Submission) -> Place {
        if let obstacle = obstacle(to: submission) { return .none(obstacle) }
        let path = path(of: submission)
        guard let standing = read(path).flatMap(ReceiptForm.read), isOf(submission, standing) else {
            return .none("not written yet")
        }
        return .file(path)
    }

    private static func path(of submission: Submission) -> String {
        URL(fileURLWithPath: submission.export).path + "/" + ReceiptForm.name
    }

    private static func isOf(_ submission: Submission, _ receipt: JSONValue) -> Bool {
        receipt["job_id"]?.string == submission.jobID
            && receipt["endpoint"]?.string == submission.endpoint
            && ReceiptForm.payload(of: receipt) == submission.payload
    }

    /// Why a submission's receipt may not be written; nil when it may.
    private static func obstacle(to submission: Submission) -> String? {
        let folder = URL(fileURLWithPath: submission.export).path
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue
        else { return "the export is gone" }
        guard let payload = lockedPayload(in: folder) else { return "no whole export stands there any more" }
        guard payload == submission.payload else { return "another payload stands there now" }
        let path = path(of: submission)
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard let standing = read(path).flatMap(ReceiptForm.read) else {
            return "a \(ReceiptForm.name) that is no receipt stands there"
        }
        let own = submission.intendedAt.formatted(.iso8601)
        let isLater =
            ReceiptForm.payload(of: standing) == submission.payload
            && (standing["submitted_at"]?.string ?? "") > own
        return isLater ? "the receipt of a later run stands there" : nil
    }

    /// What the lock in a directory says; nil without one that can be read.
    private static func lockedPayload(in folder: String) -> Digest? {
        var lines = FileLines(folder + "/" + ReceiptForm.lock)
        var reader = ManifestReader()
        do {
            while let line = try lines.next() {
                if case .head(let head) = try reader.take(line) { return head.payload.digest }
            }
        } catch {
            // An export that is not whole, and so none that a receipt belongs to.
            return nil
        }
        return nil
    }

    /// A file's bytes; nil when it is not there, can't be read, or is too long for a receipt.
    private static func read(_ path: String) -> [UInt8]? {
        // Whoever asks takes such a file for a stranger's, and leaves it alone.
        guard let size = try? FileBytes.size(of: path), size <= ReceiptForm.longest else { return nil }
        return try? FileBytes.read(path, count: Int(size))
    }
}
