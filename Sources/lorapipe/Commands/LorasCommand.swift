import ArgumentParser
import Dataset
import MusubiAPI
import Pipeline
import Store
import Train

struct LorasCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "loras",
        abstract: "The library: each LoRA with what it was trained from, the newest first.",
        discussion: """
            From the ledger alone: of each name the newest run that completed. A trainer writes a LoRA over an earlier \
            one of its name; where that was trained from another payload, it is told.
            """)

    @Flag(help: "List rehearsals too, which wrote no LoRA.")
    var all = false
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let submissions = try await common.ledger().submissions()
        let library = Lora.library(submissions, rehearsed: all)
        console.emit(
            .record([
                "loras": .array(library.loras.map(\.json)),
                "rehearsals_left_out": .int(Int64(library.rehearsals)),
            ]), pretty: true)
        let isOneTrainer = Set(library.loras.map(\.newest.endpoint)).count < 2
        let head = [
            "name", "ended (UTC)", "dataset", "images", "payload", "rank", "alpha", "rate", "epochs", "side",
            "loss", "runs",
        ]
        let tail = (isOneTrainer ? [] : ["trainer"]) + ["output"]
        let rows = library.loras.map {
            Self.row($0) + (isOneTrainer ? [] : [$0.newest.endpoint]) + [Self.output($0)]
        }
        console.show(rows.isEmpty ? "no LoRA yet" : Table.text(head + tail, rows))
        for lora in library.loras {
            for earlier in lora.overwritten { console.show(Self.note(lora, earlier)) }
        }
        if library.rehearsals > 0 {
            console.show(
                "\(library.rehearsals) completed rehearsal(s) wrote no LoRA and are left out: --all lists them"
            )
        }
        return .done
    }

    private static func row(_ lora: Lora) -> [String] {
        func setting(_ key: String) -> String { lora.setting(key)?.text() ?? "–" }
        let newest = lora.newest
        return [
            newest.outputName, RecordText.minute(lora.madeAt), newest.dataset.isEmpty ? "–" : newest.dataset,
            "\(newest.images)", newest.payload.short, setting("network_dim"), setting("network_alpha"),
            setting("learning_rate"), setting("max_train_epochs"), RecordText.side(newest.training) ?? "–",
            lora.job.loss.map(Amount.loss) ?? "–", "\(lora.runs)",
        ]
    }

    private static func output(_ lora: Lora) -> String {
        lora.job.isRehearsal ? "none: a rehearsal" : lora.job.outputPath ?? "none named by the trainer"
    }

    private static func note(_ lora: Lora, _ earlier: Submission) -> String {
        "\(lora.newest.outputName.printableLine) was written over that of job \((earlier.jobID ?? "–").printableLine)"
            + " (payload \(earlier.payload.short), \(RecordText.minute(earlier.endedAt ?? earlier.updatedAt)))"
    }
}
