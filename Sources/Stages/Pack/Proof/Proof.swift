public import Dataset

extension Verify {
    /// What was shown of an export's pictures, as the trainer sees them.
    public struct Proof: Sendable {
        /// Whether every picture is taken as it is.
        public let isUntouched: Bool
        /// Whether that holds only where the trainer works with buckets: a size is not the square's.
        public let needsBuckets: Bool
        /// The pictures' sizes, by width, and how many have each.
        public let sizes: [(size: PixelSize, count: Int)]

        /// How many pictures were looked at.
        public var images: Int { sizes.reduce(0) { $0 + $1.count } }

        /// One sentence.
        public var sentence: String {
            let what = "three 8-bit bands, upright, no profile, distinct names"
            guard isUntouched else { return "not every picture is one that the trainer takes as it is" }
            guard !needsBuckets else {
                return "\(images) picture(s) of \(sizes.count) of the trainer's buckets, \(what):"
                    + " a trainer that works with buckets resamples none"
            }
            let size = sizes.first.map { "\($0.size)" } ?? "the square"
            return "\(images) picture(s) of exactly \(size), \(what): the trainer resamples none"
        }

        /// As it stands in `lorapipe.verify/1`.
        public var json: JSONValue {
            .record([
                "untouched": .bool(isUntouched), "needs_buckets": .bool(needsBuckets),
                "sizes": .array(
                    sizes.map {
                        .record([
                            "width": .int(Int64($0.size.width)), "height": .int(Int64($0.size.height)),
                            "images": .int(Int64($0.count)),
                        ])
                    }),
                "sentence": .string(sentence),
            ])
        }
    }
}
