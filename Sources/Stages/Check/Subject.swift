import Dataset

/// What stays the same for every row of a run.
struct Run: Sendable {
    /// The trigger word; nil when none is set.
    let trigger: String?
    let recipe: Recipe
    let enlarging: Enlarging
    /// The most bytes that the payload may have; nil for no limit.
    let maxBytes: Int64?
    /// The random seed that the run would be given.
    let seed: Int64
    /// What lies in the source and is no row.
    let leftOut: LeftOut
    /// Which rules are on besides: one may leave a matter to another.
    let rules: RuleSettings
}

/// A row in front of the rules.
struct Subject {
    let row: DatasetRow
    let picture: Picture
    /// The caption as the trainer gets it; empty when there is none.
    let caption: String
    /// The caption's tokens; nil when it is empty.
    let tokens: TokenCount?
    /// The picture's file, usable or not; nil when there is none.
    let image: SourceImage?
    /// Where the picture was looked for, where it did not come or is none; fit to be shown.
    var url: String?

    enum Picture {
        case seen(Seen)
        /// Without a usable picture; the id of the rule that names the reason, the message, and what to do where the
        /// rule's own hint does not fit.
        case unusable(rule: String, message: String, hint: String? = nil)
    }

    /// The end of the caption that the trainer cuts away, where that is known.
    var cut: Substring? { tokens?.cut.map { caption[$0...] } }

    var seen: Seen? {
        if case .seen(let seen) = picture { seen } else { nil }
    }

    /// Why there is no usable picture.
    var fault: String? {
        if case .unusable(_, let message, _) = picture { message } else { nil }
    }

    /// What to do about what a rule found.
    func hint(of rule: Rule) -> String {
        if case .unusable(rule.id, _, let hint?) = picture { hint } else { rule.hint }
    }

    /// The SHA-256 of what a rule's finding on this row rests upon; nil where there is none.
    func content(of matter: Rule.Matter) -> Digest? {
        switch matter {
        case .picture: image?.digest
        case .caption: row.caption.map { Digest.of($0) }
        case .both: image.map { Digest.of("\($0.digest.hex)\n\(row.caption ?? "")") }
        case .dataset: nil
        }
    }
}

/// A usable picture, and what becomes of it.
struct Seen {
    let image: SourceImage
    let facts: ImageFacts
    let traits: Traits
    /// Nil for a picture without pixels.
    let plan: CropPlan?
}

extension DatasetRow {
    /// How a message points at a row: by its name, and its id where that differs.
    var label: String { id == name ? name : "\(name) (row \(id))" }

    /// Where the picture lies: in a folder its path, since a name may stand in several; elsewhere its name.
    var place: String { id.hasSuffix("/" + name) ? id : name }
}
