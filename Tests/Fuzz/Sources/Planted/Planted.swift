import Foundation
import PlantedFaults
import Synchronization

/// Does what a sanitizer must stop: the control of every run. A build without it ends in silence here, and with 0.
///
///     Planted heap | heap-c | undefined | race     wrong, each by itself
///     Planted lock                                 right: a lock that several threads want at once
@main enum Planted {
    nonisolated(unsafe) static var racy = 0

    static func main() {
        // Nothing is known about these numbers when the program is built.
        let eight = 7 + CommandLine.argc / 2
        switch CommandLine.arguments.last {
        case "heap":
            let block = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
            block.initialize(repeating: 0, count: 8)
            print(block[Int(eight)])
            block.deallocate()
        case "heap-c": print(planted_heap(CInt(eight)))
        case "undefined": print(planted_sum(CInt.max - 8 + CInt(eight)))
        case "race": inTwoThreads { racy += 1 }
        case "lock":
            let count = Mutex(0)
            // Held for a while, so that the other thread must wait for it.
            inTwoThreads {
                count.withLock { count in
                    usleep(20_000)
                    count += 1
                }
            }
            print(count.withLock { $0 })
        default: fatalError("no such fault")
        }
    }

    private static func inTwoThreads(_ work: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<2 {
            Thread {
                for _ in 0..<10 { work() }
                done.signal()
            }.start()
        }
        for _ in 0..<2 { done.wait() }
    }
}
