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
        private let busy: Int
        let state = Mutex((running: 0, peak: 0))

        init(busy: Int) { self.busy = busy }

        func picture(of row: DatasetRow) async throws -> Fetched {
            state.withLock { state in
                state.running += 1
                state.peak = max(state.peak, state.running)
            }
            try await Task.sleep(for: .milliseconds(2))
            state.withLock { $0.running -= 1 }
            var fetched = Fetched(SourceImage(digest: .of(row.id), bytes: 1))
            fetched.wasBusy = Int(row.id).map { $0 < busy } ?? false
            return fetched
        }

        func holds(_ image: SourceImage) async throws -> Bool { true }
    }

    /// How many pictures may be asked for at once, after each row; and the most that ever were.
    private func widths(busy: Int, rows count: Int) async throws -> (widths: [Int], peak: Int) {
        let directory = try TemporaryDirectory("pace")
        let store = try Store(at: directory.path("state"))
        let writer = try RowWriter(store.objects.runTable())
        for number in 0..<count {
            try writer.append(DatasetRow(id: "\(number)", name: "", image: "x", caption: nil))
        }
        let rows = try writer.finish(DatasetInfo(id: "d", name: "d", trigger: nil))
        let source = Busy(busy: busy)
        let iterator = FetchedRows(rows: rows, source: source).makeAsyncIterator()
        var widths: [Int] = []
        while let row = try await iterator.next() {
            #expect(row.row.id == "\(widths.count)")
            widths.append(iterator.width)
        }
        #expect(widths.count == count)
        return (widths, source.state.withLock { $0.peak })
    }

    @Test func aBusyServiceIsAskedForLessAtATimeAndThenForMoreAgain() async throws {
        let (widths, peak) = try await widths(busy: 3, rows: 120)
        #expect(widths.prefix(3) == [4, 2, 1])
        #expect(widths[9] == 1 && widths[10] == 2 && widths[18] == 3 && widths[119] == 8)
        #expect(peak <= 8)
        // The control: a service that is never too busy.
        let steady = try await self.widths(busy: 0, rows: 40)
        #expect(Set(steady.widths) == [8] && steady.peak <= 8)
    }
}
