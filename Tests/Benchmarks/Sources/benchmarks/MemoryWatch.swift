import Foundation
import Synchronization

/// The most memory that this process's children and theirs held together, asked for ten times a second. A page that
/// several share counts once in all (`Pss` of the kernel's smaps_rollup).
final class MemoryWatch: Sendable {
    private struct State {
        var peak = 0
        var stopped = false
    }

    private let state = Mutex(State())

    init() {
        let thread = Thread { [self] in
            while !state.withLock(\.stopped) {
                let now = Self.children(of: getpid()).reduce(0) { $0 + Self.held(by: $1) }
                state.withLock { $0.peak = max($0.peak, now) }
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
        thread.start()
    }

    /// Bytes.
    func stop() -> Int {
        state.withLock {
            $0.stopped = true
            return $0.peak
        }
    }

    private static func children(of process: Int32) -> [Int32] {
        var parents: [Int32: [Int32]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            // A process may end while it is looked at; then there is nothing to count.
            guard let child = Int32(name),
                let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let words = text.range(of: ") ", options: .backwards).map({
                    text[$0.upperBound...].split(separator: " ")
                }),
                words.count > 1, let parent = Int32(words[1])
            else { continue }
            parents[parent, default: []].append(child)
        }
        var found = parents[process] ?? []
        var next = 0
        while next < found.count {
            found += parents[found[next]] ?? []
            next += 1
        }
        return found
    }

    private static func held(by process: Int32) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
