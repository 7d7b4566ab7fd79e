import Dataset
import Imaging

/// What is the same for every row of a run.
struct RuleContext: Sendable {
    /// The trigger word; nil when none is set.
    let trigger: String?
    let recipe: Recipe
    let upscalePolicy: UpscalePolicy
    /// The largest payload in bytes; nil for no limit.
    let maxBytes: Int64?
    /// The random seed of the run.
    let seed: Int64
    /// What the source holds besides rows.
    let leftOut: LeftOut
    /// The settings of all rules: a rule may leave a case to another one that is on.
    let rules: RuleSettings
}

/// A row with all that the rules evaluate.
struct RuleInput {
    let row: DatasetRow
    let picture: Picture
    /// The caption as the trainer gets it; empty when there is none.
    let caption: String
    /// The caption's tokens; nil when it is empty.
    let tokens: TokenCount?
    /// The picture's file, usable or not; nil when there is none.
    let image: SourceImage?
    /// The URL of a picture that was not fetched or is no image; without secrets.
    var url: String?

    enum Picture {
        case inspected(InspectedImage)
        /// Without a usable picture: the id of the rule that reports the reason, the message, and a hint where the rule's own
        /// does not fit.
        case unusable(rule: String, message: String, hint: String? = nil)
    }

    /// The end of the caption that the trainer cuts, where that is known.
    var cut: Substring? { tokens?.cut.map { caption[$0...] } }

    var inspected: InspectedImage? {
        if case .inspected(let image) = picture { image } else { nil }
    }

    /// The reason why there is no usable picture; nil when there is one.
    var fault: String? {
        if case .unusable(_, let message, _) = picture { message } else { nil }
    }

    /// The hint for a rule's finding on this row.
    func hint(of rule: Rule) -> String {
        if case .unusable(rule.id, _, let hint?) = picture { hint } else { rule.hint }
    }

    /// The SHA-256 of what a rule's finding on this row depends on; nil where there is none.
    func content(of matter: Rule.Matter) -> Digest? {
        switch matter {
        case .picture: image?.digest
        case .caption: row.caption.map { Digest.of($0) }
        case .both: image.map { Digest.of("\($0.digest.hex)\n\(row.caption ?? "")") }
        case .dataset: nil
        }
    }
}

/// A usable picture with its inspection and its plan.
struct InspectedImage {
    let image: SourceImage
    let facts: ImageFacts
    let statistics: ImageStatistics
    /// Nil for a picture without pixels.
    let plan: CropPlan?
}

extension DatasetRow {
    /// The row in a message: its name, and its id where that differs.
    var label: String { id == name ? name : "\(name) (row \(id))" }

    /// The picture's path in a folder, where a name may occur in several subfolders; elsewhere its name.
    var place: String { id.hasSuffix("/" + name) ? id : name }
}
