import Dataset

extension Rule {
    static let imageNearDuplicate = among(
        "image-near-duplicate", .warning, on: .picture,
        measures:
            "pictures that look like an earlier row's: resized, saved again, slightly cropped or graded, once both stand upright",
        hint: "keep the better one, unless the picture is meant to weigh double",
        thresholds: [
            Threshold(
                count: "max_distance", 8, in: 0...16,
                "bits of 64 in which the perceptual hashes differ; pictures of different things differ in about 32"
            )
        ]
    ) { setting in
        var index = NearDuplicates()
        var labels: [String] = []
        var digests: Set<String> = []
        return { subject in
            guard let seen = subject.seen, let hash = seen.traits.hash,
                // Byte for byte the same is another rule's matter.
                digests.insert(seen.image.digest.short).inserted
            else { return nil }
            defer {
                index.insert(hash)
                labels.append(subject.row.label)
            }
            guard let match = index.firstWithin(Int(setting["max_distance"]), of: hash) else { return nil }
            let bits = match.distance == 1 ? "1 bit" : "\(match.distance) bits"
            return "looks like \(labels[match.position]): their hashes differ in \(bits) of 64"
        }
    }
}
