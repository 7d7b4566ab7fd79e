public import Dataset

/// A value that holds for a whole export and is another in a second one.
public struct HeadDifference: Sendable, Equatable {
    /// The parts of a lock file's head.
    public enum Part: String, Sendable, CaseIterable {
        /// The members of the body behind the pictures.
        case training
        /// How pictures were prepared.
        case recipe
        /// By which versions.
        case tools
        /// The dataset.
        case dataset
        /// The shape, and files besides pictures and captions.
        case export
    }

    /// Where it stands.
    public let part: Part
    /// Its key, dots between the keys of nested objects.
    public let key: String
    /// In the first export; nil where it is absent.
    public let from: JSONValue?
    /// In the second.
    public let to: JSONValue?

    /// Everything that differs, in the order of the lock.
    static func all(_ first: Manifest, _ second: Manifest) -> [HeadDifference] {
        let isOneShape = first.export?.format == second.export?.format
        return Part.allCases.flatMap { part -> [HeadDifference] in
            if part == .export && !isOneShape {
                let shapes = [first, second].map { JSONValue.string($0.export?.format ?? "payload") }
                return [HeadDifference(part: part, key: "as", from: shapes[0], to: shapes[1])]
            }
            return between(first.head.value(of: part), second.head.value(of: part), part, "")
        }
    }

    private static func between(
        _ from: JSONValue?, _ to: JSONValue?, _ part: Part, _ path: String
    ) -> [HeadDifference] {
        if from == to { return [] }
        guard let old = from?.members, let new = to?.members else {
            return [HeadDifference(part: part, key: path, from: from, to: to)]
        }
        let keys = old.map(\.key) + new.map(\.key).filter { from?[$0] == nil }
        return keys.flatMap { between(from?[$0], to?[$0], part, path.isEmpty ? $0 : "\(path).\($0)") }
    }
}

extension ManifestHead {
    fileprivate func value(of part: HeadDifference.Part) -> JSONValue {
        switch part {
        case .training: training
        case .recipe: recipe
        case .tools: tools
        case .dataset:
            .record([
                "id": .string(dataset.id), "name": .string(dataset.name),
                "trigger": dataset.trigger.map { .string($0) },
            ])
        case .export:
            .object((export?.files ?? []).map { .init($0.path, .string($0.digest.hex)) })
        }
    }
}
