import Check
import Dataset
import Pack
import Prepare
import Store
import Workers

/// Prepare and pack, with their events.
extension Pipeline {
    /// Prepares the sound rows, a few at a time, and adds the results to the run's table in their order.
    ///
    /// - Throws: `Blocked` when there are errors that may not be skipped, or nothing is left.
    func prepare(_ checked: Check.Outcome) async throws -> PreparedRows {
        if checked.report.blocks && !file.skipsErrors { throw Blocked(report: checked.report) }
        if checked.sound.isEmpty { throw Blocked(report: checked.report.refusingEmptiness) }
        emit(.stage(.prepare))
        let table = checked.sound.table
        var batch: [(position: Int64, image: PreparedImage)] = []
        var failures: [(row: CheckedRow, finding: Finding)] = []
        var done = (all: 0, reused: 0)
        try await inOrder(checked.sound) { row, result in
            switch result {
            case .success(let image):
                batch.append((row.position, image))
                done.reused += image.reused ? 1 : 0
            case .failure(let error): failures.append((row, error.finding(on: row.row)))
            }
            done.all += 1
            if batch.count >= 250 {
                try await table.add(batch)
                batch = []
            }
            emit(.prepared(done.all, of: checked.sound.count, reused: done.reused))
        }
        try await table.add(batch)
        if !failures.isEmpty {
            let report = try checked.report.leavingOut(failures, schedule: schedule)
            if !file.skipsErrors || failures.count == done.all { throw Blocked(report: report) }
            emit(.unprepared(failures.map(\.finding), report.summary))
        }
        return PreparedRows(in: table, count: done.all - failures.count)
    }

    /// Prepares a few rows at a time, and passes the result of each to `body` in the rows' order. One slow picture does
    /// not stop those behind it at once: some results may wait for it, which take few bytes.
    private func inOrder(
        _ rows: CheckedRows,
        _ body: (CheckedRow, Result<PreparedImage, PrepareError>) async throws -> Void
    ) async throws {
        typealias Made = (row: CheckedRow, result: Result<PreparedImage, PrepareError>)
        let (atOnce, waiting) = (tools.workers.threads * 2, tools.workers.threads * 32)
        try await withThrowingTaskGroup(of: (Int, Made).self) { group in
            var reader = rows.reader()
            var early: [Int: Made] = [:]
            var (started, underWay, taken) = (0, 0, 0)
            while taken < rows.count {
                while underWay < atOnce, started - taken < waiting, let row = try await reader.next() {
                    group.addTask { [started] in (started, (row, try await image(row))) }
                    started += 1
                    underWay += 1
                }
                guard let (position, made) = try await group.next() else { return }
                underWay -= 1
                early[position] = made
                while let next = early.removeValue(forKey: taken) {
                    try await body(next.row, next.result)
                    taken += 1
                }
            }
        }
    }

    func pack(
        _ pictures: PreparedRows, _ checked: Check.Outcome, _ options: Pack.Options,
        _ destination: ExportDirectory
    ) async throws -> Export {
        emit(.stage(.pack))
        var configuration = Pack.Configuration(
            dataset: checked.report.dataset, training: file.training, recipe: file.recipe,
            tools: try RunContext.tools(), options: options)
        configuration.maxBytes = file.maxBytes
        let pack = Pack(store: tools.store)
        let parts = try await tools.workers.runLong { [configuration] in
            try pack(pictures, configuration, into: destination)
        }
        // The swap is never broken off. What came after it began ends the run here, before anything is sent.
        try Task.checkCancellation()
        for part in parts { emit(Event(part)) }
        return Export(directory: destination.directory, parts: parts)
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
        // A dataset without rows has such a finding already.
        if findings.tally.rules.contains(where: { $0.id == rule && $0.errors > 0 }) { return self }
        var report = self
        let finding = Finding(
            rule: rule, severity: .error, row: nil, name: nil, message: "no row is left to train on",
            hint: "mend the rows named above")
        report.findings = findings + [finding]
        return report
    }
}
