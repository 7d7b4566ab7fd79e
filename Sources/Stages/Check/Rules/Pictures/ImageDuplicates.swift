import Dataset
import Imaging

/// Pictures that occur twice.
extension Rule {
    static let imageDuplicate = among(
        "image-duplicate", .warning, on: .picture,
        measures: "pictures with exactly the bytes of an earlier row's",
        hint: "delete one of the rows, unless the picture is meant to weigh double"
    ) { _ in
        var seen: [String: String] = [:]
        return { input in
            guard let image = input.inspected?.image else { return nil }
            if let first = seen[image.digest.short] { return "the same bytes as \(first)" }
            seen[image.digest.short] = input.row.label
            return nil
        }
    }

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
        return { input in
            guard let seen = input.inspected, let hash = seen.statistics.hash,
                // image-duplicate reports equal bytes.
                digests.insert(seen.image.digest.short).inserted
            else { return nil }
            defer {
                index.insert(hash)
                labels.append(input.row.label)
            }
            guard let match = index.firstWithin(Int(setting["max_distance"]), of: hash) else { return nil }
            let bits = match.distance == 1 ? "1 bit" : "\(match.distance) bits"
            return "looks like \(labels[match.position]): their hashes differ in \(bits) of 64"
        }
    }
}
