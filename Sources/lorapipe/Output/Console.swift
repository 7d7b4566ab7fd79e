import Dataset
import Foundation
import Pipeline
import Synchronization

/// Where output goes: results to stdout, everything said while working to stderr.
final class Console: Sendable {
    /// Whether stdout is for JSON alone.
    let isJSON: Bool
    /// Whether a person watches stderr.
    let isTerminal: Bool
    /// Whether stdout may be coloured.
    let hasColour: Bool
    private let status = Mutex(StatusLines())
    /// Lines of several runs come from several threads, and each must stay whole.
    private let output = Mutex(Output())

    private struct Output {
        var failure: Failure?
        var whenBroken: (@Sendable () -> Void)?
    }

    init(isJSON: Bool) {
        self.isJSON = isJSON
        isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        let forbids = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty == false
        hasColour = !forbids && !isJSON && isatty(STDOUT_FILENO) == 1
    }

    /// A result for people; nothing under `--json`.
    func show(_ text: String) {
        if !isJSON { put(text + "\n") }
    }

    /// A document or an event for programs; nothing without `--json`.
    func emit(_ json: JSONValue, pretty: Bool = false) {
        guard isJSON else { return }
        put(json.text(pretty: pretty) + "\n")
    }

    /// A document for programs that is written piece by piece; nothing without `--json`.
    ///
    /// - Parameter write: passes the document's text to its argument, in order.
    /// - Throws: what `write` throws.
    func emit(_ write: (@escaping (String) throws -> Void) throws -> Void) throws {
        guard isJSON else { return }
        try write { self.put($0) }
        put("\n")
    }

    /// Why stdout could not be written; nil as long as it could. Nothing goes there after the first failure: half a
    /// document must not pass for a whole one.
    var outputFailure: Failure? { output.withLock { $0.failure } }

    /// Ends the work by `stop` when stdout can't be written: the result can't be shown.
    func whenOutputFails(_ stop: @escaping @Sendable () -> Void) { output.withLock { $0.whenBroken = stop } }

    /// A reader that went away is no failure of the work; nobody is left to read it.
    private func put(_ text: String) {
        let stop = output.withLock { output -> (@Sendable () -> Void)? in
            guard output.failure == nil,
                let code = StandardStream.write(text, to: STDOUT_FILENO), code != EPIPE
            else { return nil }
            output.failure = StandardStream.failure(code)
            return output.whenBroken
        }
        stop?()
    }

    /// A line said while working. Strangers' text in it can't steer the terminal.
    func say(_ text: String) {
        let text = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).withoutControls
        }
        .joined(separator: "\n")
        status.withLock { lines in
            Self.write((lines.isEmpty ? "" : lines.erased()) + text + "\n" + lines.drawn(on: Self.size))
        }
    }

    /// A line at the bottom that changes; only on a terminal. Nil takes it away. Each of several runs under way owns
    /// one.
    func setStatus(_ line: StatusLine?, of owner: String = "") {
        guard isTerminal else { return }
        status.withLock { lines in
            let erased = lines.erased()
            guard lines.set(line, of: owner) else { return }
            Self.write(erased + lines.drawn(on: Self.size))
        }
    }

    /// Takes all lines away that change.
    func clearStatus() {
        guard isTerminal else { return }
        status.withLock { lines in
            let erased = lines.erased()
            lines = StatusLines()
            Self.write(erased)
        }
    }

    /// Tells a failure: what, what to do, and last the `error:` line.
    func fail(_ failure: Failure) {
        clearStatus()
        for line in failure.details { say(line.oneLine) }
        if !failure.hint.isEmpty { say((failure.isWish ? "" : "hint: ") + failure.hint.oneLine) }
        say((failure.isWish ? "" : "error: ") + failure.message.oneLine)
        emit(failure.json)
    }

    /// The text in a colour where there are colours.
    func coloured(_ text: String, _ colour: Colour) -> String {
        hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Colour: Int { case red = 31, green = 32, yellow = 33, blue = 34, bold = 1, faint = 2 }

    /// The terminal's columns and rows.
    private static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return (80, 24) }
        return (size.ws_col > 1 ? Int(size.ws_col) : 80, size.ws_row > 1 ? Int(size.ws_row) : 24)
    }

    /// When stderr can't be written, nothing can be reported.
    private static func write(_ text: String) { _ = StandardStream.write(text, to: STDERR_FILENO) }
}

extension String {
    /// On one line, however many the text came in.
    fileprivate var oneLine: String {
        split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined(
            separator: " ")
    }
}
