import ArgumentParser
import Dataset
import Pipeline

struct DoctorCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Try every connection that a pipeline will need: what works, and what to change.",
        discussion: """
            One line each: the database or REST API, its encryption, the role and row level security, the rows, the \
            bucket, one picture, the trainer. Changes nothing there and starts nothing. Exits with 3 when something fails.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let found = await Pipeline.diagnose(
            try pipeline.read(for: .check, readsWaivers: false), try common.context())
        try Task.checkCancellation()
        console.emit(
            .record(["schema": "lorapipe.doctor/1", "diagnoses": .array(found.map(\.json))]), pretty: true)
        for diagnosis in found { console.show(line(diagnosis, console)) }
        let failed = found.filter { $0.verdict == .fails }
        if failed.isEmpty { return .done }
        // No error document: under --json the diagnoses are the one document on stdout.
        console.say("error: a run would fail at: \(failed.map(\.subject).joined(separator: ", "))")
        return .outside
    }

    private func line(_ diagnosis: Diagnosis, _ console: Console) -> String {
        let (word, colour): (String, Console.Colour) =
            switch diagnosis.verdict {
            case .works: ("ok", .green)
            case .doubtful: ("warning", .yellow)
            case .fails: ("FAILS", .red)
            case .untried: ("untried", .faint)
            }
        let verdict = console.coloured(word.padding(7), colour)
        let hint = diagnosis.hint.isEmpty ? "" : "\n" + "".padding(20) + "→ \(diagnosis.hint.printableLine)"
        return "\(verdict)  \(diagnosis.subject.padding(11))\(diagnosis.message.printableLine)\(hint)"
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
