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
        abstract: "Jobs: those handed over from here, the newest first, then the trainer's others.",
        discussion:
            "When the trainer can't be reached, the ledger's are listed as last seen, and that is said.")

    @OptionGroup var trainer: TrainerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let workshop = try common.workshop()
        let ledger = workshop.store.ledger
        let submissions = try ledger.submissions()
        var served: [TrainingJob] = []
        do {
            served = try await trainer.client(workshop).jobs()
        } catch let error as TrainError where !submissions.isEmpty {
            console.say("note: \(error.message); showing what was last seen")
        }
        let jobs = Self.merged(submissions, served)
        console.emit(.record(["jobs": .array(jobs.map(\.json))]), pretty: true)
        console.show(
            jobs.isEmpty
                ? "no jobs"
                : Table.text(
                    ["job", "name", "status", "progress", "images", "seen"],
                    jobs.map { [$0.id, $0.name, $0.status, $0.progress, $0.images, $0.seen] }))
        return .done
    }

    /// One line of the list.
    private struct Line {
        let id, name, status, progress, images, seen: String
        let json: JSONValue
    }

    /// The ledger's submissions with what the trainer shows of them now, then the trainer's other jobs.
    private static func merged(_ submissions: [Submission], _ served: [TrainingJob]) -> [Line] {
        let ours = submissions.map { submission in
            let now = served.first { $0.id == submission.jobID }
            let job = now ?? submission.job.flatMap(TrainingJob.init(json:))
            return line(job, submission, seen: now == nil ? "ledger" : "trainer")
        }
        let known = Set(submissions.compactMap(\.jobID))
        return ours + served.filter { !known.contains($0.id) }.map { line($0, nil, seen: "trainer") }
    }

    private static func line(_ job: TrainingJob?, _ submission: Submission?, seen: String) -> Line {
        let status = job?.status.word ?? submission?.phase.rawValue ?? "unknown"
        let name = submission?.outputName ?? job?.outputName ?? "–"
        let members = (job?.json.members ?? [.init("job_id", .null), .init("progress", .null)]).filter {
            !["output_name", "status"].contains($0.key)
        }
        let more: JSONValue = .record([
            "output_name": .string(name), "status": .string(status),
            "endpoint": submission.map { .string($0.endpoint) },
            "payload": submission.map { .string($0.payload.hex) },
            "export": submission.map { .string($0.export) },
            "phase": submission.map { .string($0.phase.rawValue) },
            "submitted_at": submission.map { .string($0.intendedAt.formatted(.iso8601)) },
        ])
        return Line(
            id: job?.id ?? submission?.jobID ?? "–", name: name, status: status,
            progress: job?.progress.map { "\(Amount.percent($0)) %" } ?? "–",
            images: submission.map { "\($0.images)" } ?? "–", seen: seen,
            json: .object(members + (more.members ?? [])))
    }
}
