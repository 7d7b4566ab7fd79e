import Dataset
import Foundation

extension ProjectKey {
    /// The role and project in the key, and whether they fit.
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
