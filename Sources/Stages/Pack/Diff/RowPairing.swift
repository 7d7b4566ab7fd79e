import Dataset

/// Which row of one export is which of another.
struct RowPairing {
    /// A row of one export or of both.
    enum Pair {
        case removed(ManifestImage)
        case added(ManifestImage)
        case both(ManifestImage, ManifestImage)

        /// Where it stands in a listing.
        var filename: String {
            switch self {
            case .removed(let image), .added(let image), .both(_, let image): image.filename
            }
        }
    }

    let basis: ExportDiff.Basis
    /// By the bytes of their file names.
    let pairs: [Pair]

    init(_ first: [ManifestImage], _ second: [ManifestImage]) {
        let shared = Set(first.map { ExactText($0.row) }).intersection(second.map { ExactText($0.row) })
        basis = shared.isEmpty && !first.isEmpty && !second.isEmpty ? .content : .id
        var matching = Matching(first, second)
        switch basis {
        case .id: matching.match { $0.row }
        case .content:
            // From the surest to the least sure; a text alone still identifies the row.
            matching.match { $0.prepared.digest.hex + $0.caption.hex }
            matching.match { $0.sourceImage.digest.hex + $0.caption.hex }
            matching.match { $0.prepared.digest.hex }
            matching.match { $0.sourceImage.digest.hex }
            matching.match { $0.caption.hex }
        }
        pairs = matching.pairs.sorted { $0.filename.utf8.lexicographicallyPrecedes($1.filename.utf8) }
    }

    /// Takes rows together that have one key; of several with the same key, in their order.
    private struct Matching {
        private var first: [ManifestImage]
        private var second: [ManifestImage]
        private var matched: [Pair] = []

        init(_ first: [ManifestImage], _ second: [ManifestImage]) {
            self.first = first
            self.second = second
        }

        var pairs: [Pair] { matched + first.map { .removed($0) } + second.map { .added($0) } }

        mutating func match(by key: (ManifestImage) -> String) {
            // Reversed, so that the first of a key is the last in its list, where taking costs nothing.
            var waiting = Dictionary(grouping: second.indices.reversed()) { ExactText(key(second[$0])) }
            var taken: Set<Int> = []
            first = first.filter { image in
                guard let position = waiting[ExactText(key(image))]?.popLast() else { return true }
                matched.append(.both(image, second[position]))
                taken.insert(position)
                return false
            }
            second = second.indices.filter { !taken.contains($0) }.map { second[$0] }
        }
    }
}
