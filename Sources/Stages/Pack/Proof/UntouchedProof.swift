import Dataset
import Foundation
import MusubiAPI
import Synchronization
import Vips
import Workers

/// Shows that the trainer would leave every picture of an export as it is: each is opened as the trainer opens it, all
/// of its pixels are read, and its name is looked at. A picture a thread is in memory, and one that waits.
final class UntouchedProof: Sendable {
    /// The most bytes of one picture that are looked at: what our own trainer service takes.
    static let limit: Int64 = 96 << 20

    private let rule: UntouchedRule
    private let workers: WorkerPool
    private let room: DispatchSemaphore
    private let width: Int
    private let state = Mutex(State())

    private struct State {
        var taken = 0
        var faults: [Int: [String]] = [:]
        var names = NameInspection()
        var sizes: [PixelSize: Int] = [:]
    }

    /// Starts the threads that decode.
    init(of manifest: Manifest, threads: Int) {
        rule = UntouchedRule(manifest)
        workers = VipsRuntime.workers(max(1, threads))
        width = workers.threads + 1
        room = DispatchSemaphore(value: width)
    }

    /// Takes the next picture, whose bytes are the lock's; waits while enough of them are looked at. Called on a thread
    /// that may block.
    func take(_ bytes: [UInt8], as image: ManifestImage, at place: String) {
        let position = state.withLock { state in
            defer { state.taken += 1 }
            if let fault = state.names.take(image.filename) {
                state.faults[state.taken] = ["\(place): \(fault)"]
            }
            state.sizes[image.prepared.size, default: 0] += 1
            return state.taken
        }
        room.wait()
        Task(executorPreference: workers) { [self] in
            let faults = rule.faults(of: bytes, as: image)
            if !faults.isEmpty {
                let told =
                    "\(place): the trainer would not take it untouched: \(faults.joined(separator: ", "))"
                state.withLock { $0.faults[position, default: []].append(told) }
            }
            room.signal()
        }
    }

    /// Waits for the last picture.
    ///
    /// - Returns: what was shown, and everything that speaks against it, in the order of the payload.
    func finish() -> (proof: Verify.Proof, faults: [String]) {
        for _ in 0..<width { room.wait() }
        for _ in 0..<width { room.signal() }
        workers.shutdown()
        return state.withLock { state in
            let faults = state.faults.sorted { $0.key < $1.key }.flatMap(\.value)
            let sizes = state.sizes.sorted { ($0.key.width, $0.key.height) < ($1.key.width, $1.key.height) }
            let isProven = faults.isEmpty
            return (
                Verify.Proof(
                    isUntouched: isProven, needsBuckets: sizes.contains { $0.key != rule.square },
                    sizes: sizes.map { ($0.key, $0.value) }), faults
            )
        }
    }
}
