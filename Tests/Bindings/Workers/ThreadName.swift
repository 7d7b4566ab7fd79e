import Foundation

/// The name the kernel knows the calling thread by.
func threadName() throws -> String {
    try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8).trimmingCharacters(
        in: .whitespacesAndNewlines)
}
