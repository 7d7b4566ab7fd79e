import Dataset

extension Recipe {
    /// What pictures become, in words: `1024×1024`, or the buckets.
    var sizes: String {
        let square = "\(resolution.side)×\(resolution.side)"
        return fit == .crop ? square : "the nearest bucket of \(square)"
    }
}
