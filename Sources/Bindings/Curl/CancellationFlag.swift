import Synchronization

/// Set once, when a task is cancelled, possibly before its transfer exists; the loop looks at it.
final class CancellationFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
