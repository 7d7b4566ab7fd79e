import Foundation

extension Console {
    /// Whether a person sits at both ends.
    var canAsk: Bool { isTerminal && isatty(STDIN_FILENO) == 1 }

    /// Asks the person at the terminal whether to cancel what runs; nil where there is none. On a thread of its own,
    /// since reading a terminal blocks.
    func wantsCancel(_ question: String) async -> Bool? {
        guard canAsk else { return nil }
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.say(question)
                let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? "l"
                continuation.resume(returning: answer == "c" || answer == "cancel")
            }
        }
    }
}
