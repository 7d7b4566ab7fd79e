import Synchronization
import TestKit

/// The faults that a trainer told of.
final class Struck: Sendable {
    private let faults = Mutex<[PostFault]>([])

    func add(_ fault: PostFault) { faults.withLock { $0.append(fault) } }

    var all: [PostFault] { faults.withLock { $0 } }
}
