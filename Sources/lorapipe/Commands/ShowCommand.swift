import ArgumentParser
import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Train

struct ShowCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "A job as the ledger knows it: settings, time in each stage, loss curve, what came of it.",
        discussion: """
            Asks no trainer: lorapipe status does that. The times are those in which somebody looked (train, submit, \
            watch); what nobody saw is told as unseen. The beginning of an id is enough where only one job has it.
            """)

    @Argument(help: ArgumentHelp("The job's id, or its beginning.", valueName: "id"))
    var id: String
    @Option(help: ArgumentHelp("The trainer, where two have a job of that id.", valueName: "url"))
    var endpoint: String?
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let ledger = try await common.ledger()
        let submission = try chosen(from: try await ledger.submissions())
        let observations = try await ledger.observations(
            ofJob: submission.jobID ?? "", at: submission.endpoint)
        let receipt = Receipt(submission, observations)
        let place = Receipt.place(of: submission)
        console.emit(Self.document(receipt, observations, place), pretty: true)
        for line in RecordText.lines(receipt, place: place) { console.show(line) }
        Self.show("stages", RecordText.stages(receipt.times), console)
        let curve = LossCurve(observations)
        Self.show("loss by step", curve.lines(width: min(72, Terminal.width - 2), Terminal.signs), console)
        if curve.restarts > 0 {
            console.show("  the steps went back \(curve.restarts) time(s): what was done last is drawn")
        }
        if curve.invalidLosses > 0 {
            console.show("  \(curve.invalidLosses) loss(es) that are no number are not drawn")
        }
        return .done
    }

    private func chosen(from submissions: [Submission]) throws -> Submission {
        let url = try endpoint.map { try Endpoint($0).url }
        switch JobChoice(id, among: submissions, at: url) {
        case .one(let submission): return submission
        case .several(let ids):
            let listed = ids.prefix(5).map(\.printableLine).joined(separator: ", ")
            throw Failure(
                .settings, code: "ambiguous-job",
                "\(ids.count) jobs begin with \(id.printableLine): \(listed)\(ids.count > 5 ? " …" : "")",
                hint: "give more of the id")
        case .none(let nearest):
            throw Failure(
                .settings, code: "unknown-job", "the ledger knows no job \(id.printableLine)",
                hint: (nearest.map { "did you mean \($0.printableLine)? " } ?? "")
                    + "lorapipe jobs lists them; lorapipe status asks the trainer")
        }
    }

    private static func show(_ title: String, _ lines: [String], _ console: Console) {
        guard !lines.isEmpty else { return }
        console.show("\n\(title)")
        for line in lines { console.show("  " + line) }
    }

    private static func document(
        _ receipt: Receipt, _ observations: [JobObservation], _ place: Receipt.Location
    )
        -> JSONValue
    {
        let submission = receipt.submission
        let now: JSONValue = .record([
            "phase": .string(submission.phase.rawValue), "dialect": .string(submission.dialect),
            "export": .string(submission.export), "progress": number(receipt.job?.progress),
            "total_steps": integer(receipt.job?.totalSteps),
            "updated_at": .string(submission.updatedAt.formatted(.iso8601)), "receipt": place.json,
            "history": .array(observations.map(point)),
        ])
        return .object(
            [.init("schema", "lorapipe.job/1")] + receipt.members + (now.members ?? []))
    }

    private static func point(_ observation: JobObservation) -> JSONValue {
        .record([
            "at": .string(
                observation.at.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "status": .string(observation.status), "progress": number(observation.progress),
            "epoch": integer(observation.epoch), "step": integer(observation.step),
            "total_steps": integer(observation.totalSteps), "loss": number(observation.loss),
        ])
    }

    private static func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
    private static func integer(_ value: Int?) -> JSONValue { value.map { .int(Int64($0)) } ?? .null }
}

extension Receipt.Location {
    /// The path; null where there is none.
    var json: JSONValue { if case .file(let path) = self { .string(path) } else { .null } }
}
