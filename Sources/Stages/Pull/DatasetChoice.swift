import Dataset

/// Which of a source's datasets a pipeline means: by its id, or by a name that only one has.
struct DatasetChoice: Sendable {
    let wanted: String

    init(_ wanted: String?) throws(PullError) {
        guard let wanted else {
            throw PullError(
                .settings, "pull.dataset is missing",
                hint: "name a dataset; lorapipe datasets list shows them")
        }
        self.wanted = wanted
    }

    /// The one meant, of those whose id or name is the wanted text; nil when there is none.
    func one(of matches: [DatasetInfo]) throws(PullError) -> DatasetInfo? {
        // A server that heeds no filter gives others too.
        let meant = matches.filter { [wanted, wanted.lowercased()].contains($0.id) || $0.name == wanted }
        if let exact = meant.first(where: { [wanted, wanted.lowercased()].contains($0.id) }) { return exact }
        guard meant.count > 1 else { return meant.first }
        let ids = meant.map(\.id).joined(separator: ", ")
        throw PullError(
            .settings, "\(meant.count) datasets are named \"\(wanted.printableLine)\"",
            hint: "name one of them by its id in pull.dataset: \(ids)")
    }

    /// The error for a dataset that is not there, with the names of those that are.
    func unknown(_ names: [String], in table: String) -> PullError {
        let known = names.prefix(12).map { "\"\($0.printableLine)\"" }.joined(separator: ", ")
        return PullError(
            .settings, "there is no dataset \"\(wanted.printableLine)\"",
            hint: names.isEmpty
                ? "the table \(table) is empty" : "there are \(known)\(names.count > 12 ? ", …" : "")")
    }

    /// Row level security gives no rows and no error: that must never read as an empty dataset.
    static func hidden(_ what: String, from whom: String, because reason: String, hint: String) -> PullError {
        PullError(
            .outside, "\(whom) sees \(what): \(reason), and policies may hide what is there",
            hint: hint + "; lorapipe doctor shows what is seen")
    }
}
