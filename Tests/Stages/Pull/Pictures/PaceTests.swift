import Dataset
import Foundation
import Store
import Synchronization
import TestKit
import Testing

@testable import Pull

@Suite(.timeLimit(.minutes(2))) struct PaceTests {
    /// Says of the first pictures that the service was too busy, and counts how many are asked for at once.
    private final class Busy: PictureSource {
        let state = Mutex((busy: 0, running: 0, peaks: [Int]()))

        init(busy: Int) { state.withLock { $0.busy = busy } }

        func picture(of row: DatasetRow) async throws -> Fetched {
            let isBusy = state.withLock { state in
                state.running += 1
                state.peaks.append(state.running)
                state.busy -= 1
                return state.busy >= 0
            }
            try await Task.sleep(for: .milliseconds(5))
            state.withLock { $0.running -= 1 }
            var fetched = Fetched(SourceImage(digest: .of(row.id), bytes: 1))
            fetched.wasBusy = isBusy
            return fetched
        }
    }

    private func peaks(of source: Busy, rows count: Int) async throws -> [Int] {
        let directory = try TemporaryDirectory("pace")
        let store = try Store(at: directory.path("state"))
        let spool = try RowSpool(in: store.objects)
        for number in 0..<count {
            try spool.append(DatasetRow(id: "\(number)", name: "", image: "x", caption: nil))
        }
        let rows = try spool.close(of: DatasetInfo(id: "d", name: "d", trigger: nil))
        var came = 0
        for try await row in FetchedRows(rows: rows, source: source) {
            #expect(row.row.id == "\(came)")
            came += 1
        }
        #expect(came == count)
        return source.state.withLock { $0.peaks }
    }

    /// The least that was asked for at a time over any six pictures in a row, once eight are under way.
    private func lull(_ peaks: [Int]) -> Int {
        (8..<peaks.count - 6).compactMap { peaks[$0..<$0 + 6].max() }.min() ?? 0
    }

    @Test func aBusyServiceIsAskedForLessAtATimeAndThenForMoreAgain() async throws {
        let peaks = try await peaks(of: Busy(busy: 3), rows: 120)
        // Three times halved: one at a time, until the service had time enough.
        #expect(lull(peaks) <= 2, "\(peaks)")
        #expect(peaks.suffix(20).max() ?? 0 >= 6, "\(peaks)")
        // The control: a service that is never too busy.
        let steady = try await self.peaks(of: Busy(busy: 0), rows: 120)
        #expect(lull(steady) >= 5, "\(steady)")
    }
}
