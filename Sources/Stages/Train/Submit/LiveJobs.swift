import Dataset
import MusubiAPI

/// Jobs under way at a trainer whose LoRA gets the name that a payload is about to be trained under: perhaps that very
/// payload, handed over by another user, from another machine, or before; and if not, one LoRA overwrites the other.
enum LiveJobs {
    /// Those of the name, in the trainer's order. A job that shows no name can't be told.
    static func named(_ name: String, in jobs: [TrainingJob]) -> [TrainingJob] {
        let name = name.lowercased()
        guard !name.isEmpty else { return [] }
        return jobs.filter { !$0.status.isTerminal && $0.shownName?.lowercased() == name }
    }
}

extension TrainingJob {
    /// The LoRA's name: as shown, else by the output path, which may be a Windows machine's; nil where nothing tells it.
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
