import Check
import Dataset
public import Pack
import Prepare
import Store
import Workers

/// Prepare and pack, with what each tells.
extension Pipeline {
    /// Prepares the sound rows; a few at a time, handed on in their order.
    ///
    /// - Throws: `Blocked` when there are errors that may not be skipped, or nothing is left.
    func prepare(_ checked: Check.Outcome) async throws -> Spooled<Pack.Item> {
        if checked.report.blocks && !file.skipsErrors { throw Blocked(report: checked.report) }
        if checked.sound.isEmpty { throw Blocked(report: checked.report.refusingEmptiness) }
        tell(.stage(.prepare))
        let items = try Spool<Pack.Item>(in: tools.store.objects)
        var failures: [(row: CheckedRow, finding: Finding)] = []
        var done = (all: 0, reused: 0)
        try await inOrder(checked.sound) { row, result in
            switch result {
            case .success(let item):
                try items.append(item)
                done.reused += item.prepared.reused ? 1 : 0
            case .failure(let error): failures.append((row, error.finding(on: row.row)))
            }
            done.all += 1
            tell(.prepared(done.all, of: checked.sound.count, reused: done.reused))
        }
        if !failures.isEmpty {
            let report = checked.report.leavingOut(failures, schedule: schedule)
            if !file.skipsErrors || failures.count == done.all { throw Blocked(report: report) }
            tell(.unprepared(failures.map(\.finding), report))
        }
        return try items.close()
    }

    /// Prepares a few rows at a time, and hands what comes of each to `take` in the rows' order. One slow picture does
    /// not stop those behind it at once: some results may wait for it, which take few bytes.
    private func inOrder(
        _ rows: Spooled<CheckedRow>,
        _ take: (CheckedRow, Result<Pack.Item, PrepareError>) throws -> Void
    ) async throws {
        typealias Made = (row: CheckedRow, result: Result<Pack.Item, PrepareError>)
        let (atOnce, waiting) = (tools.workers.threads * 2, tools.workers.threads * 32)
        try await withThrowingTaskGroup(of: (Int, Made).self) { group in
            var reader = rows.reader()
            var early: [Int: Made] = [:]
            var (started, underWay, taken) = (0, 0, 0)
            while taken < rows.count {
                while underWay < atOnce, started - taken < waiting, let row = try reader.next() {
                    group.addTask { [started] in (started, (row, try await item(row))) }
                    started += 1
                    underWay += 1
                }
                guard let (position, made) = try await group.next() else { return }
                underWay -= 1
                early[position] = made
                while let next = early.removeValue(forKey: taken) {
                    try take(next.row, next.result)
                    taken += 1
                }
            }
        }
    }

    func pack(
        _ pictures: Spooled<Pack.Item>, _ checked: Check.Outcome, _ wishes: ExportWishes, _ place: ExportPlace
    ) async throws -> Export {
        tell(.stage(.pack))
        var order = Pack.Order(
            dataset: checked.report.dataset, training: file.training, recipe: file.recipe,
            tools: try Workshop.tools())
        order.attests = attests
        order.parts = wishes.parts
        order.maxBytes = file.maxBytes
        let pack = Pack(store: tools.store)
        let parts = try await tools.workers.runLong { [order] in
            try pack(pictures, order, as: wishes.shape, into: place)
        }
        // The swap is never broken off. What came after it began ends the run here, before anything is sent.
        try Task.checkCancellation()
        for part in parts { tell(.packed(part)) }
        return Export(directory: place.directory, parts: parts)
    }
}

/// How an export is wanted.
public struct ExportWishes: Sendable {
    /// Its shape.
    public var shape: Pack.Shape
    /// How many payloads it is split into.
    public var parts: Int

    /// Wishes; by default a single payload.
    public init(as shape: Pack.Shape = .payload, parts: Int = 1) {
        self.shape = shape
        self.parts = parts
    }
}

extension PrepareError {
    fileprivate func finding(on row: DatasetRow) -> Finding {
        Finding(
            "image-unprepared", .error, on: row, "could not be prepared (\(step)): \(message)", hint: hint)
    }
}

extension Report {
    fileprivate var refusingEmptiness: Report {
        let rule = "dataset-empty"
        // A dataset without rows is told already.
        if findings.contains(where: { $0.rule == rule && $0.severity == .error }) { return self }
        var report = self
        report.findings.append(
            Finding(
                rule: rule, severity: .error, row: nil, name: nil, message: "no row is left to train on",
                hint: "mend the rows named above"))
        return report
    }
}
