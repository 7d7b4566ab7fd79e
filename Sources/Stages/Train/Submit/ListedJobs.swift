import Curl
import Dataset
import MusubiAPI

/// What a trainer lists before anything is sent to it, so that what is new afterwards stands out.
struct KnownJobs: Sendable {
    let client: TrainerClient
    let time: Timekeeper

    /// The jobs that the trainer lists; nil when it has no list.
    func callAsFunction(_ emit: (String) -> Void) async throws -> [TrainingJob]? {
        var backoff = Backoff.trainer
        while true {
            do throws(TrainError) {
                return try await client.jobs()
            } catch {
                let mayPass =
                    switch error.kind {
                    case .unreachable: true
                    case .refused(let status): status >= 500 || status == 429
                    case .unknownJob, .unresolved, .nameInUse, .unexpectedAnswer, .exportChanged: false
                    }
                let pause = backoff.pause(asked: error.retryAfter, jitter: time.jitter())
                if mayPass && backoff.failures < 3 {
                    try await time.pause(pause)
                    continue
                }
                switch error.kind {
                case .unreachable, .refused(status: 401), .refused(status: 403): throw error
                default: break
                }
                emit(
                    "the trainer does not list its jobs (\(error.message)): should its answer get lost, nobody can tell whether it started one"
                )
                return nil
            }
        }
    }
}

/// Jobs under way at a trainer whose LoRA gets the name that a payload is about to be trained under: perhaps that very
/// payload, submitted by another user, from another machine, or before; and if not, one LoRA overwrites the other.
enum LiveJobs {
    /// Those of the name, in the trainer's order. A job that shows no name can't be recognised.
    static func named(_ name: String, in jobs: [TrainingJob]) -> [TrainingJob] {
        let name = name.lowercased()
        guard !name.isEmpty else { return [] }
        return jobs.filter { !$0.status.isTerminal && $0.shownName?.lowercased() == name }
    }
}

extension TrainingJob {
    /// The LoRA's name: as shown, else by the output path, which may be a Windows machine's; nil where neither is
    /// there.
    var shownName: String? {
        if let outputName { return outputName }
        guard let path = outputPath else { return nil }
        let file = path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        return file.hasSuffix(".safetensors") ? String(file.dropLast(12)) : file
    }
}

extension TrainerClient {
    /// Nothing was sent, since a job of that name is under way that the ledger does not know as this submission's.
    func occupied(by job: TrainingJob) -> TrainError {
        let (id, name) = (job.id.printableLine, (job.shownName ?? "").printableLine)
        return TrainError(
            .nameInUse,
            "the trainer at \(endpoint.url) already has a job of the output name \(name): \(id) (\(job.status.word.printableLine)), which was not started from here for this payload; nothing was sent",
            hint:
                "lorapipe watch \(id) follows it; another train.output_name keeps both; to send all the same, which may train twice and writes over that LoRA, add --resubmit"
        )
    }
}
