import Curl
import Dataset

/// The REST API's answer, and the key.
struct RESTDiagnostics {
    let project: Project
    let tables: TableMap
    let client: HTTPClient

    func callAsFunction() async -> [Diagnosis] {
        do {
            let rest = try RESTClient(project, tables, client: client)
            return await answer(of: rest) + [project.key.diagnosis(for: project.url)]
        } catch {
            return [Diagnosis("project", failing: error)]
        }
    }

    private func answer(of rest: RESTClient) async -> [Diagnosis] {
        var query = RESTQuery(tables.datasets)
        query.select([tables.datasetsID])
        query.limit(1)
        let encryption = Encryption.diagnosis(of: rest.base)
        do {
            _ = try await rest.rows(query)
            let message = "\(rest.base) answers for \(tables.schema).\(tables.datasets)"
            return [Diagnosis("project", .works, message), encryption]
        } catch let failure as RESTFailure {
            return [Diagnosis("project", failing: rest.explain(failure)), encryption]
        } catch {
            return [
                Diagnosis("project", failing: error),
                Diagnosis("encryption", .untried, "no answer to tell by"),
            ]
        }
    }
}
