import Dispatch
import Foundation
import Synchronization

/// Ctrl-C (and a polite kill) as calls of a function instead of the end of the process.
final class Interrupts: @unchecked Sendable {
    // Unchecked: a dispatch source may be cancelled from any thread, and that is all that is done with them.
    private let sources: [any DispatchSourceSignal]
    private let state: Shared

    /// What the handler's thread and the owner share.
    private final class Shared: Sendable {
        let count = Mutex(0)
        let handler: @Sendable (Int, Int32) -> Void
        init(_ handler: @escaping @Sendable (Int, Int32) -> Void) { self.handler = handler }
    }

    /// Starts listening; `handler` receives how many there were, this one included, and which signal it is, on a thread
    /// of its own.
    nonisolated init(_ handler: @escaping @Sendable (Int, Int32) -> Void) {
        let shared = Shared(handler)
        state = shared
        let queue = DispatchQueue(label: "interrupts")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                let count = shared.count.withLock { count in
                    count += 1
                    return count
                }
                (Self.override.withLock { $0 } ?? shared.handler)(count, number)
            }
            source.activate()
            return source
        }
    }

    /// How many there were.
    var count: Int { state.count.withLock { $0 } }

    /// Takes the place of the handler while a command has something better to do with an interrupt.
    static func override(_ handler: (@Sendable (Int, Int32) -> Void)?) { override.withLock { $0 = handler } }

    private static let override = Mutex<(@Sendable (Int, Int32) -> Void)?>(nil)

    /// Stops listening and gives the signals their usual effect back.
    func stop() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
