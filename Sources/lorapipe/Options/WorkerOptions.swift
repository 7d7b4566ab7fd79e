import ArgumentParser
import Pipeline

/// How much of the machine commands that open pictures take.
struct WorkerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many pictures are worked on at a time, 1 to 256 (one for each core); changes no byte.",
            valueName: "count"))
    var workers: Int?

    func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers is \(workers): it takes a number from 1 to 256")
        }
    }
}
