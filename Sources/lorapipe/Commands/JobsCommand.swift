import ArgumentParser
import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Train

struct JobsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Jobs: those submitted from here, the newest first, then the trainer's others.",
        discussion: """
            Jobs at other trainers than the one asked are listed as last seen, and so are all when it can't be reached, which is \
            said. What is not settled is named with what to do.
            """)

    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let context = try common.context()
        let submissions = try await context.store.ledger.submissions()
        let client = try await trainer.client(context)
        var served: [TrainingJob] = []
        do {
            served = try await client.jobs()
        } catch {
            guard !submissions.isEmpty else { throw error }
            console.say("note: \(error.message); showing what was last seen")
        }
        let entries = JobList(submissions, served, at: client.endpoint.url).entries
        console.emit(.record(["jobs": .array(entries.map(Self.json))]), pretty: true)
        console.show(
            entries.isEmpty
                ? "no jobs"
                : Table.text(
                    ["job", "name", "status", "progress", "images", "seen"], entries.map(Self.cells)))
        for entry in entries {
            guard let advice = entry.advice, let submission = entry.submission else { continue }
            console.show(
                "\(submission.outputName.printableLine), sent to \(entry.endpoint) at \(submission.intendedAt.formatted(.iso8601)): \(advice)"
            )
        }
        return .done
    }

    private static func cells(_ entry: JobList.Entry) -> [String] {
        [
            id(entry) ?? "–", name(entry), entry.status,
            entry.job?.progress.map { "\(Amount.percent($0)) %" } ?? "–",
            entry.submission.map { "\($0.images)" } ?? "–", entry.isCurrent ? "trainer" : "ledger",
        ]
    }

    private static func id(_ entry: JobList.Entry) -> String? { entry.job?.id ?? entry.submission?.jobID }

    private static func name(_ entry: JobList.Entry) -> String {
        entry.submission?.outputName ?? entry.job?.outputName ?? "–"
    }

    private static func json(_ entry: JobList.Entry) -> JSONValue {
        let submission = entry.submission
        let bare: [JSONValue.Member] = [
            .init("job_id", submission?.jobID.map { .string($0) } ?? .null), .init("progress", .null),
        ]
        let job = (entry.job?.json.members ?? bare).filter { !["output_name", "status"].contains($0.key) }
        let more: JSONValue = .record([
            "output_name": .string(name(entry)), "status": .string(entry.status),
            "seen": entry.isCurrent ? "trainer" : "ledger", "endpoint": .string(entry.endpoint),
            "payload": submission.map { .string($0.payload.hex) },
            "export": submission.map { .string($0.export) },
            "phase": submission.map { .string($0.phase.rawValue) },
            "submitted_at": submission.map { .string($0.intendedAt.formatted(.iso8601)) },
            "advice": entry.advice.map { .string($0) },
        ])
        return .object(job + (more.members ?? []))
    }
}
