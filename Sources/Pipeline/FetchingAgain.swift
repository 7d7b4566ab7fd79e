import Check
import Dataset
import Prepare
import Pull
import Store

/// What is done about a kept file that is damaged or gone when it is needed.
extension Pipeline {
    /// Fetches a row's picture from the source again; nil when it is kept once more, the same to the last byte, else why
    /// the row can't be used.
    func fetchAgain(_ row: DatasetRow, _ image: SourceImage) async throws -> String? {
        emit(
            .fetchingAgain("the kept file of \(row.name.printableLine) is damaged: it is fetched again"))
        switch try await puller.image(of: row, from: file.source) {
        case .kept(image): return nil
        case .kept:
            return "its kept file was damaged, and the source gives another by now: run again"
        case .failed(let finding):
            return "its kept file was damaged, and it can't be fetched again: \(finding.message)"
        }
    }

    /// Prepares a checked row, once more where its kept file is damaged and could be fetched again.
    func image(_ row: CheckedRow) async throws -> Result<PreparedImage, PrepareError> {
        do {
            return .success(try await prepared(row))
        } catch let error as PrepareError {
            return .failure(error)
        } catch is DamagedSource {
            if let reason = try await fetchAgain(row.row, row.image) {
                return .failure(
                    PrepareError(
                        step: "header", message: reason,
                        hint: "put the picture back where the row says, and run again"))
            }
        }
        do {
            return .success(try await prepared(row))
        } catch let error as PrepareError {
            return .failure(error)
        } catch let error as DamagedSource {
            throw StoreError(
                "the file \(error.image.digest.short)… was damaged again while it was kept",
                hint: "check the disk of the state directory")
        }
    }

    private func prepared(_ row: CheckedRow) async throws -> PreparedImage {
        try await Prepare(store: tools.store, workers: tools.workers)(
            row.image, row.facts, row.plan, file.recipe)
    }
}
