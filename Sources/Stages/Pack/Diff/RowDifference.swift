public import Dataset

/// How one row of an export differs from the same row of another.
public struct RowDifference: Sendable, Equatable {
    /// Whether the row is in both.
    public enum Kind: String, Sendable { case added, removed, changed }

    /// Why a picture is another one.
    public enum Reason: Sendable, Equatable {
        /// The file that it is made of.
        case source(ExportDiff.Change<Digest>)
        /// The part that was kept, in upright source pixels.
        case crop(ExportDiff.Change<PixelBox>)
        /// How it was prepared.
        case recipe([HeadDifference])
        /// What it was prepared by.
        case tools([HeadDifference])
        /// Nothing that a lock holds.
        case unexplained
    }

    /// Whether the row is in both.
    public let kind: Kind
    /// The row's id in the second export; in the first where it was removed.
    public let row: String
    /// Its id in the first, where that is another one.
    public let earlierRow: String?
    /// Its file name in the second; in the first where it was removed.
    public let filename: String
    /// The caption's digest.
    public let caption: ExportDiff.Change<Digest>?
    /// The prepared picture's digest.
    public let picture: ExportDiff.Change<Digest>?
    /// Why the picture changed; what changed without an effect on it, where it did not.
    public let reasons: [Reason]
    /// The file name, beyond what a new picture's digest and ending make of it.
    public let renamed: ExportDiff.Change<String>?
    /// Where the source's file lay.
    public let moved: ExportDiff.Change<String>?

    /// Whether the trainer gets the row's picture and caption as before: only names and places differ.
    public var isFiledOtherwise: Bool { kind == .changed && caption == nil && picture == nil }

    /// Nil for a pair that is the same in everything.
    init?(_ pair: RowPairing.Pair, head: [HeadDifference]) {
        switch pair {
        case .removed(let image): self.init(.removed, image)
        case .added(let image): self.init(.added, image)
        case .both(let from, let to):
            // As written: a lock rounds, and does not hold all of a picture.
            if from.json == to.json { return nil }
            self.init(from, to, head)
        }
    }

    private init(_ kind: Kind, _ image: ManifestImage) {
        self.kind = kind
        row = image.row
        filename = image.filename
        (earlierRow, caption, picture, renamed, moved, reasons) = (nil, nil, nil, nil, nil, [])
    }

    private init(_ from: ManifestImage, _ to: ManifestImage, _ head: [HeadDifference]) {
        kind = .changed
        row = to.row
        earlierRow = from.row.isExactly(to.row) ? nil : from.row
        filename = to.filename
        caption = .between(from.caption, to.caption)
        picture = .between(from.prepared.digest, to.prepared.digest)
        let hasNewName =
            picture == nil
            ? !from.filename.isExactly(to.filename) : !from.nameWithoutDigest.isExactly(to.nameWithoutDigest)
        renamed = hasNewName ? .between(from.filename, to.filename) : nil
        moved = .between(from.source, to.source)
        reasons = Self.reasons(from, to, head, isOther: picture != nil)
    }

    private static func reasons(
        _ from: ManifestImage, _ to: ManifestImage, _ head: [HeadDifference], isOther: Bool
    ) -> [Reason] {
        var reasons: [Reason] = []
        if let change = ExportDiff.Change.between(from.sourceImage.digest, to.sourceImage.digest) {
            reasons.append(.source(change))
        }
        if let change = ExportDiff.Change.between(from.crop, to.crop) { reasons.append(.crop(change)) }
        guard isOther else { return reasons }
        let (recipe, tools) = (head.filter { $0.part == .recipe }, head.filter { $0.part == .tools })
        if !recipe.isEmpty { reasons.append(.recipe(recipe)) }
        if !tools.isEmpty { reasons.append(.tools(tools)) }
        return reasons.isEmpty ? [.unexplained] : reasons
    }
}

extension ManifestImage {
    /// The name without what the picture's bytes and format put into it.
    fileprivate var nameWithoutDigest: String {
        let stem = filename.lastIndex(of: ".").map { String(filename[..<$0]) } ?? filename
        return stem.replacing("-" + prepared.digest.short, with: "")
    }
}
