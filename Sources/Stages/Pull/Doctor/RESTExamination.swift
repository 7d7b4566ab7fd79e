import Curl
import Dataset
import Foundation

/// The REST door as it answers, and the key that opens it.
struct RESTExamination {
    let project: Project
    let tables: TableMap
    let client: HTTPClient

    func callAsFunction() async -> [Diagnosis] {
        do {
            let rest = try RESTClient(project, tables, client: client)
            return [
                await answer(of: rest), Encryption.diagnosis(of: rest.base),
                project.key.diagnosis(for: project.url),
            ]
        } catch {
            return [Diagnosis("project", failing: error)]
        }
    }

    private func answer(of rest: RESTClient) async -> Diagnosis {
        var query = RESTQuery(tables.datasets)
        query.select([tables.datasetsID])
        query.limit(1)
        do {
            _ = try await rest.rows(query)
            return Diagnosis(
                "project", .works, "\(rest.base) answers for \(tables.schema).\(tables.datasets)")
        } catch let failure as RESTFailure {
            return Diagnosis("project", failing: rest.explain(failure))
        } catch {
            return Diagnosis("project", failing: error)
        }
    }
}

/// How a web address is reached.
enum Encryption {
    static func diagnosis(of address: HTTPAddress) -> Diagnosis {
        if address.origin.scheme == "https" {
            return Diagnosis(
                "encryption", .works, "\(address.origin): TLS, certificate and host name verified")
        }
        if address.origin.isLoopback {
            return Diagnosis(
                "encryption", .works, "\(address.origin): none, and none needed: it is this machine")
        }
        return Diagnosis(
            "encryption", .doubtful, "\(address.origin): none, keys and pictures travel in plain text",
            hint: "use https")
    }
}

extension ProjectKey {
    /// What the key tells of itself, and whether that fits the project.
    func diagnosis(for url: String, now: Date = .now) -> Diagnosis {
        if isExpired(at: now) {
            return Diagnosis(
                "key", .fails, "the \(self) has run out", hint: "copy a new one from the project's settings")
        }
        if let project, let host = URL(string: url)?.host(), host.contains("supabase."),
            !host.hasPrefix("\(project).")
        {
            return Diagnosis(
                "key", .fails,
                "the \(self) is of project \(project.printableLine), and the URL is of \(host)",
                hint: "copy URL and key from one and the same project")
        }
        switch passesPolicies {
        case true?:
            return Diagnosis(
                "key", .works, "the \(self) acts as \(role.printableLine), past row level security")
        case false?:
            return Diagnosis(
                "key", .doubtful,
                "the \(self) acts as \(role.printableLine) and sees only what policies let it",
                hint: "use a secret or service_role key to see all rows and private buckets")
        case nil:
            return Diagnosis(
                "key", .doubtful, "the \(self) is no key of a known form",
                hint: "copy it anew from the project's settings")
        }
    }
}
