import Dataset

extension ExportDiff {
    /// One sentence: why the payload digests differ, or that they are the same.
    public var reason: String {
        if isEmpty { return "the exports are the same: payload sha256 \(payload.to.digest)" }
        let found = causes
        if isSamePayload {
            let rest = lockCauses.joined(separator: ", ")
            return
                "the payloads are the same, sha256 \(payload.to.digest.short)…; only the locks differ: \(rest)"
        }
        let digests = "\(payload.from.digest.short)… and \(payload.to.digest.short)…"
        if found.isEmpty {
            return "the payload digests differ (\(digests)), and nothing in the locks says why:"
                + " another version may spell the body otherwise"
        }
        return "the payload digests differ (\(digests)): " + found.joined(separator: ", ")
    }

    /// What makes the bodies differ.
    private var causes: [String] {
        let counts = [
            (count { $0.kind == .removed }, "row(s) removed"), (count { $0.kind == .added }, "row(s) added"),
            (count { $0.caption != nil }, "caption(s) changed"),
            (count { $0.picture != nil }, "picture(s) changed" + pictureCauses),
            (count { $0.isFiledOtherwise && $0.renamed != nil }, "picture(s) renamed"),
        ]
        return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" } + keys(of: [.training])
    }

    /// What only the locks show.
    private var lockCauses: [String] {
        let ids = count { $0.earlierRow != nil }
        let counts = [
            (ids, "row id(s)"), (count { $0.moved != nil }, "source location(s)"),
            (count { !$0.reasons.isEmpty }, "source picture(s)"),
        ]
        let told =
            counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            + keys(of: [.recipe, .tools, .dataset, .export])
        return told.isEmpty ? causes : told
    }

    /// By what the pictures changed, with counts; empty where none did.
    private var pictureCauses: String {
        let reasons = rows.filter { $0.picture != nil }.flatMap(\.reasons)
        var counts: [(word: String, count: Int)] = []
        for word in reasons.map(\.word) {
            if let place = counts.firstIndex(where: { $0.word == word }) {
                counts[place].count += 1
            } else {
                counts.append((word, 1))
            }
        }
        return counts.isEmpty
            ? "" : " (" + counts.map { "\($0.count) by \($0.word)" }.joined(separator: ", ") + ")"
    }

    private func keys(of parts: [HeadDifference.Part]) -> [String] {
        parts.compactMap { part in
            let keys = head.filter { $0.part == part }.map(\.key)
            return keys.isEmpty ? nil : "\(part.rawValue) (\(keys.joined(separator: ", ")))"
        }
    }

    private func count(_ isMeant: (RowDifference) -> Bool) -> Int { rows.count(where: isMeant) }
}

extension RowDifference.Reason {
    fileprivate var word: String {
        switch self {
        case .source: "source file"
        case .crop: "crop"
        case .recipe: "recipe"
        case .tools: "tools"
        case .unexplained: "nothing that the locks hold"
        }
    }
}
