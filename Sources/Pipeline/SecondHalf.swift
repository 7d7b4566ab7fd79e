import Check
import Dataset
import Pack
import Prepare
import Workers

/// Prepare and pack, with what each tells.
extension Pipeline {
    /// Prepares the sound rows; a few at a time, in their order.
    ///
    /// - Throws: `Blocked` when there are errors that may not be skipped, or nothing is left.
    func prepare(_ checked: Check.Outcome) async throws -> [Pack.Item] {
        if checked.report.blocks && !file.skipsErrors { throw Blocked(report: checked.report) }
        if checked.sound.isEmpty { throw Blocked(report: checked.report.refusingEmptiness) }
        tell(.stage(.prepare))
        var items = [Pack.Item?](repeating: nil, count: checked.sound.count)
        var failures: [(position: Int, finding: Finding)] = []
        var done = (all: 0, reused: 0)
        try await withThrowingTaskGroup(of: (Int, Result<Pack.Item, PrepareError>).self) { group in
            var waiting = checked.sound.enumerated().makeIterator()
            func startNext() {
                guard let (position, row) = waiting.next() else { return }
                group.addTask { (position, try await item(row)) }
            }
            for _ in 0..<tools.workers.threads * 2 { startNext() }
            while let (position, result) = try await group.next() {
                startNext()
                switch result {
                case .success(let item):
                    items[position] = item
                    done.reused += item.prepared.reused ? 1 : 0
                case .failure(let error):
                    failures.append((position, error.finding(on: checked.sound[position].row)))
                }
                done.all += 1
                tell(.prepared(done.all, of: items.count, reused: done.reused))
            }
        }
        let made = items.compactMap { $0 }
        if !failures.isEmpty {
            let report = checked.report.adding(failures.sorted { $0.position < $1.position }.map(\.finding))
            if !file.skipsErrors || made.isEmpty { throw Blocked(report: report) }
            tell(.report(report, opened: 0))
        }
        return made
    }

    func pack(_ items: [Pack.Item], _ checked: Check.Outcome, _ shape: Pack.Shape, _ directory: String)
        async throws -> Export
    {
        tell(.stage(.pack))
        let order = Pack.Order(
            dataset: checked.report.dataset, training: file.training, recipe: file.recipe,
            tools: try Workshop.tools())
        let pack = Pack(store: tools.store)
        let manifest = try await tools.workers.run { try pack(items, order, as: shape, into: directory) }
        let reused = items.count { $0.prepared.reused }
        tell(.packed(manifest, directory: directory, reused: reused))
        return Export(manifest: manifest, directory: directory, reused: reused)
    }

    private func item(_ row: CheckedRow) async throws -> Result<Pack.Item, PrepareError> {
        guard let plan = CropPlan(covering: file.recipe.resolution.side, from: row.facts.upright) else {
            return .failure(
                PrepareError(step: "plan", message: "the picture has no pixels", hint: "delete the row"))
        }
        do {
            let prepared = try await Prepare(store: tools.store, workers: tools.workers)(
                row.image, row.facts, plan, file.recipe)
            return .success(Pack.Item(row: row, plan: plan, prepared: prepared))
        } catch let error as PrepareError {
            return .failure(error)
        }
    }
}

extension PrepareError {
    fileprivate func finding(on row: DatasetRow) -> Finding {
        Finding(
            "image-unprepared", .error, on: row, "could not be prepared (\(step)): \(message)", hint: hint)
    }
}

extension Report {
    fileprivate func adding(_ more: [Finding]) -> Report {
        Report(dataset: dataset, rows: rows, findings: findings + more)
    }

    fileprivate var refusingEmptiness: Report {
        adding([
            Finding(
                rule: "dataset-empty", severity: .error, row: nil, name: nil,
                message: "no row is left to train on",
                hint: "mend the rows named above")
        ])
    }
}
