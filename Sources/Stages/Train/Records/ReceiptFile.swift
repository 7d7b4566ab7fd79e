import Dataset
import Foundation
public import Store

/// The receipt beside the export that was trained on.
extension Receipt {
    /// Where a receipt is, or why it is nowhere.
    public enum Location: Sendable, Equatable {
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

    /// Writes the receipt of a run that has ended into its export: as `receipt.json` while that holds what was trained
    /// on and no later run of it has ended, else under a name of its own. May be called again at any time: what stands
    /// there already is left as it is.
    ///
    /// - Throws: `StoreError` when it can't be written, or the ledger not read.
    @discardableResult
    public static func write(for submission: Submission, ledger: Ledger) async throws(StoreError)
        -> Location
    {
        guard let jobID = submission.jobID, [.ended, .lost].contains(submission.phase) else {
            return .none("the job has not ended")
        }
        let folder = folder(of: submission)
        if let obstacle = obstacle(in: folder) { return .none(obstacle) }
        let receipt = try Receipt(
            submission, await ledger.observations(ofJob: jobID, at: submission.endpoint)
        ).json
        let path: String
        if lockedPayload(in: folder) == submission.payload, !isLater(folder, submission) {
            path = folder + "/" + ReceiptForm.name
            if let standing = ReceiptFiles.read(path), !ReceiptForm.isSameRun(standing, receipt) {
                try ReceiptFiles.keep(path, in: folder)
            }
        } else {
            path = ReceiptFiles.keptPath(of: receipt, in: folder)
        }
        let text = Array((receipt.text(pretty: true) + "\n").utf8)
        if read(path) != text {
            let file = try DurableFile(path)
            try file.write(text)
            try file.publish()
        }
        return .file(path)
    }

    /// Where a submission's receipt stands now. Writes nothing.
    public static func place(of submission: Submission) -> Location {
        let folder = folder(of: submission)
        // The receipts of a part of a split export stay above it when it is replaced.
        let above = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        for path in ReceiptFiles.paths(in: folder) + ReceiptFiles.paths(in: above) {
            if let standing = ReceiptFiles.read(path), isOf(submission, standing) { return .file(path) }
        }
        return .none(obstacle(in: folder) ?? "not written yet")
    }

    private static func folder(of submission: Submission) -> String {
        URL(fileURLWithPath: submission.export).path
    }

    private static func isOf(_ submission: Submission, _ receipt: JSONValue) -> Bool {
        receipt["job_id"]?.string == submission.jobID
            && receipt["endpoint"]?.string == submission.endpoint
            && ReceiptForm.payload(of: receipt) == submission.payload
    }

    /// Why no receipt may be written into a folder; nil when one may.
    private static func obstacle(in folder: String) -> String? {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue
        else { return "the export is gone" }
        guard lockedPayload(in: folder) != nil else { return "no whole export stands there any more" }
        let path = folder + "/" + ReceiptForm.name
        var status = stat()
        guard lstat(path, &status) == 0, ReceiptFiles.read(path) == nil else { return nil }
        return "a \(ReceiptForm.name) that is no receipt stands there"
    }

    /// Whether the receipt of a later run of the same payload stands there.
    private static func isLater(_ folder: String, _ submission: Submission) -> Bool {
        guard let standing = ReceiptFiles.read(folder + "/" + ReceiptForm.name) else { return false }
        return ReceiptForm.payload(of: standing) == submission.payload
            && (standing["submitted_at"]?.string ?? "") > submission.intendedAt.formatted(.iso8601)
    }

    /// What the lock in a directory says; nil without one that can be read.
    static func lockedPayload(in folder: String) -> Digest? {
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
        // Callers treat such a file as somebody else's, and leave it alone.
        guard let size = try? FileBytes.size(of: path), size <= ReceiptForm.longest else { return nil }
        return try? FileBytes.read(path, count: Int(size))
    }
}
