#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How a process that was asked something ended instead of answering.
public enum ProcessEnding: Sendable, Equatable {
    /// By itself, with this code.
    case exited(Int32)
    /// By a signal: its own fault, a limit of the system, or somebody's hand.
    case killed(signal: Int32)
    /// It said nothing within the time given and was killed for it.
    case silent
    /// It said something that is no answer and was killed for it.
    case malformed
}

/// The result of a request to a process.
public enum ProcessReply<Answer: Sendable>: Sendable {
    /// The line that came back, as the caller read it.
    case answer(Answer)
    /// No answer: the process is gone, and with it this request alone.
    case ended(ProcessEnding)
}

/// A program could not be started, or did not say that it is ready.
public struct ProcessStartError: Error, Sendable, CustomStringConvertible {
    /// What happened, and to which program.
    public let description: String

    init(executable: String, code: Int32) {
        description = "could not start \(executable): \(String(cString: strerror(code)))"
    }

    init(executable: String, ending: ProcessEnding?) {
        let how =
            switch ending {
            case .exited(let code): "ended with code \(code)"
            case .killed(let signal): "was killed by signal \(signal)"
            case .silent: "said nothing"
            case .malformed, nil: "said something else"
            }
        description = "\(executable) was started and \(how) instead of being ready"
    }
}
