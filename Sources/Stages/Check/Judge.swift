import Dataset

/// A rule at work: it sees each row in order and then the end. What it must remember from row to row it holds
/// itself, a few bytes a row.
struct Judge {
    /// The message of a finding on a row, or nil.
    let row: (Subject) -> String?
    /// The message of a finding on the whole dataset, or nil; called once, behind the last row.
    let end: (Outlook) -> String?

    init(row: @escaping (Subject) -> String?) {
        self.row = row
        end = { _ in nil }
    }

    init(end: @escaping (Outlook) -> String?) {
        row = { _ in nil }
        self.end = end
    }

    init(row: @escaping (Subject) -> String?, end: @escaping (Outlook) -> String?) {
        self.row = row
        self.end = end
    }
}
