import Dataset
import Foundation
public import Store

/// Which submission is meant by a job's id, or by its beginning.
public enum JobChoice: Sendable, Equatable {
    /// This one.
    case one(Submission)
    /// The beginning is that of several jobs' ids.
    case several([String])
    /// None; with the id that looks most like it, when one does.
    case none(nearest: String?)

    /// Looks among submissions, the newest first. When two trainers have a job of that id, the newest is meant.
    ///
    /// - Parameter endpoint: the trainer, when one was named.
    public init(_ text: String, among submissions: [Submission], at endpoint: String? = nil) {
        let known = submissions.filter {
            $0.jobID != nil && (endpoint == nil || $0.endpoint == endpoint)
        }
        if let exact = known.first(where: { $0.jobID == text }) {
            self = .one(exact)
            return
        }
        var ids: [String] = []
        for id in known.compactMap(\.jobID) where !text.isEmpty && id.hasPrefix(text) && !ids.contains(id) {
            ids.append(id)
        }
        if ids.count == 1, let found = known.first(where: { $0.jobID == ids[0] }) {
            self = .one(found)
        } else if !ids.isEmpty {
            self = .several(ids)
        } else {
            // Only among the newest: the work grows with the lengths, which are a trainer's and a user's.
            let near = known.prefix(200).compactMap(\.jobID).map {
                (id: $0, edits: EditDistance.between($0.prefix(100), text.prefix(100)))
            }.min { $0.edits < $1.edits }
            let isNear = near.map { $0.edits <= max(2, min($0.id.count, 100) / 3) } ?? false
            self = .none(nearest: isNear ? near?.id : nil)
        }
    }
}

extension JobChoice {
    /// The shortest beginning of each id that no other has, 8 characters at least; an id that another begins with stays
    /// whole.
    public static func abbreviations(of ids: [String]) -> [String: String] {
        let sorted = Set(ids).sorted()
        var short: [String: String] = [:]
        for (position, id) in sorted.enumerated() {
            let neighbours = [position - 1, position + 1].filter(sorted.indices.contains).map { sorted[$0] }
            let shared = neighbours.map { $0.commonPrefix(with: id).count }.max() ?? 0
            short[id] = String(id.prefix(max(8, shared + 1)))
        }
        return short
    }
}
