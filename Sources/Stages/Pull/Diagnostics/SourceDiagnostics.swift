public import Dataset
import Foundation
import Store

/// Tries everything that a pull will need, and reports what works and what to change. Nothing is changed at the source;
/// the one picture that is tried stays in the store, as in a run.
extension Pull {
    /// One diagnosis each: the access to the rows, its encryption, the role and its rights, the rows, the bucket and
    /// one picture. What comes after a failure is tried all the same where it can be.
    public func diagnose(_ source: Source) async -> [Diagnosis] {
        switch source {
        case .folder: return await diagnoseRows(of: source).diagnoses
        case .supabase(let project):
            var diagnoses: [Diagnosis] =
                switch project.kind {
                case .database(let settings):
                    await DatabaseDiagnostics(settings: settings, tables: project.tables)()
                case .rest(let address):
                    await RESTDiagnostics(project: address, tables: project.tables, client: client)()
                }
            let isShut = diagnoses.contains { $0.verdict == .fails }
            let seen =
                isShut
                ? (diagnoses: [Diagnosis("rows", .untried, "not before that is mended")], rows: nil)
                : await diagnoseRows(of: source)
            diagnoses += seen.diagnoses
            guard let storage = project.storage else {
                return diagnoses + [
                    Diagnosis(
                        "storage", .doubtful,
                        "the pipeline names no Storage: rows can name allowed hosts only",
                        hint: "set pull.storage.url, or SUPABASE_URL")
                ]
            }
            // Both APIs of one project have one address and key.
            diagnoses += await StorageDiagnostics(storage: storage, client: client)().filter {
                !diagnoses.contains($0)
            }
            return diagnoses + [await examinePicture(of: seen.rows, source)]
        }
    }

    private func diagnoseRows(of source: Source) async -> (diagnoses: [Diagnosis], rows: Rows?) {
        do {
            let rows = try await rows(from: source)
            let trigger = rows.dataset.trigger.map { ", trigger word \($0.printableLine)" } ?? ""
            let message = "\(rows.count) row(s) of \(rows.dataset.name.printableLine) are visible\(trigger)"
            if rows.count == 0 {
                return (
                    [
                        Diagnosis(
                            "rows", .doubtful, message, hint: "the dataset is empty: upload pictures to it")
                    ], rows
                )
            }
            return ([Diagnosis("rows", .works, message)], rows)
        } catch {
            return ([Diagnosis("rows", failing: error)], nil)
        }
    }

    /// One picture, fetched as a run would fetch it: the first that has a URL.
    private func examinePicture(of rows: Rows?, _ source: Source) async -> Diagnosis {
        guard let rows else { return Diagnosis("picture", .untried, "no rows, no picture to try") }
        do {
            var reader = rows.reader()
            while let (position, row) = try await reader.next() {
                if row.image.allSatisfy(\.isWhitespace) { continue }
                var found: Diagnosis?
                // To its end: only there an outage is thrown.
                for try await fetched in try images(of: rows.one(at: position), from: source) {
                    found = Self.diagnosis(of: fetched)
                }
                return found ?? Diagnosis("picture", .untried, "the row did not come back")
            }
            return Diagnosis("picture", .untried, "no row has a picture")
        } catch {
            return Diagnosis("picture", failing: error)
        }
    }
}

extension Pull {
    private static func diagnosis(of fetched: FetchedRow) -> Diagnosis {
        let name = fetched.row.name.printableLine
        return switch fetched.picture {
        case .kept(let image): Diagnosis("picture", .works, "\(name) came: \(image.bytes) bytes")
        case .failed(let finding):
            Diagnosis(
                "picture", .doubtful, "\(name) could not be fetched: \(finding.message)",
                hint: "try another row; check the bucket, and a key when it is private")
        }
    }
}

extension Diagnosis {
    /// What an error means: the hint is its own.
    init(_ subject: String, failing error: any Error) {
        switch error {
        case let error as PullError: self.init(subject, .fails, error.message, hint: error.hint)
        case let error as StoreError: self.init(subject, .fails, error.message, hint: error.hint)
        case is CancellationError: self.init(subject, .untried, "interrupted")
        default: self.init(subject, .fails, "\(error)".printableLine, hint: "run it again")
        }
    }
}
