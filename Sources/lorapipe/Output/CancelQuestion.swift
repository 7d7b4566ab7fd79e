import Foundation

extension Console {
    /// Asks the person at the terminal whether to cancel what runs; no where nobody sits at both ends. On a thread of its
    /// own, since reading a terminal blocks.
    func wantsCancel(_ question: String) async -> Bool {
        guard isTerminal, isatty(STDIN_FILENO) == 1 else { return false }
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.say(question)
                let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? "l"
                continuation.resume(returning: answer == "c" || answer == "cancel")
            }
        }
    }
}
