import ArgumentParser
import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Train

struct ReceiptsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Every run that has ended, the newest first: what went in, what came out, what it cost.",
        discussion: """
            From the ledger alone. The cost is an estimate, from the work that was seen and train.price_per_hour as it \
            was set then; "at least" where a part of it went by unseen. A receipt lies beside its export: \
            receipt.json of the last run of what lies there, receipt-JOB.json of any other.
            """)

    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let ledger = try await common.ledger()
        let ended = try await ledger.submissions().filter { [.ended, .lost].contains($0.phase) }
        let short = JobChoice.abbreviations(of: ended.compactMap(\.jobID))
        var rows: [[String]] = []
        var documents: [JSONValue] = []
        for submission in ended {
            let observations = try await ledger.observations(
                ofJob: submission.jobID ?? "", at: submission.endpoint)
            let (receipt, place) = (Receipt(submission, observations), Receipt.place(of: submission))
            rows.append(Self.row(receipt, place, short))
            documents.append(
                .object(
                    receipt.members + [
                        .init("export", .string(submission.export)), .init("receipt", place.json),
                    ]))
        }
        console.emit(.record(["receipts": .array(documents)]), pretty: true)
        let head = [
            "ended (UTC)", "job", "name", "dataset", "images", "status", "loss", "time", "cost", "receipt",
        ]
        console.show(rows.isEmpty ? "no run has ended yet" : Table.text(head, rows))
        return .done
    }

    private static func row(_ receipt: Receipt, _ place: Receipt.Location, _ short: [String: String])
        -> [String]
    {
        let submission = receipt.submission
        let mark = receipt.job?.isRehearsal == true ? " (rehearsal)" : ""
        return [
            RecordText.minute(submission.endedAt ?? submission.updatedAt),
            submission.jobID.map { short[$0] ?? $0 } ?? "–", submission.outputName,
            submission.dataset.isEmpty ? "–" : submission.dataset, "\(submission.images)",
            receipt.status + mark, receipt.loss.map(Amount.loss) ?? "–",
            receipt.duration.map { Amount.time(seconds: $0) } ?? "–", receipt.cost?.text ?? "–", place.text,
        ]
    }
}
