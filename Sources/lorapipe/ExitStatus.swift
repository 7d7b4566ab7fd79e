/// The exit codes, which are part of the interface.
enum ExitStatus: Int32, Error {
    /// All done; warnings are allowed.
    case done = 0
    /// The data has blocking findings.
    case blocked = 1
    /// The command line, pipeline file or settings are wrong.
    case settings = 2
    /// Something outside could not be reached or refused us.
    case outside = 3
    /// The training job failed, was lost or was cancelled.
    case job = 4
    /// An export does not verify, or two exports differ.
    case mismatch = 5
    /// This machine: a full disk, a state directory that is damaged or can't be written, a fault of the program itself.
    case machine = 6
    /// Interrupted by Ctrl-C.
    case interrupted = 130

    /// The code of several runs: done when all are, else that of the one that weighs most. A job that failed has cost
    /// GPU time and is looked at first; a full disk stops every other run too; what is out of reach may pass by itself;
    /// data is mended one by one.
    static func gravest(of codes: [ExitStatus]) -> ExitStatus {
        let order: [ExitStatus] = [.interrupted, .job, .machine, .outside, .blocked, .mismatch, .settings]
        return order.first(where: codes.contains) ?? .done
    }
}
