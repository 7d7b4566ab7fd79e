import MusubiAPI

/// The seed that a trainer uses: musubi-tuner takes 32 bits without a sign, the API any 64-bit integer.
struct TrainedSeed {
    private let given: Int64
    /// The remainder of the division by 2³², which is never negative.
    private let used: UInt32

    init(_ given: Int64) {
        self.given = given
        used = UInt32(truncatingIfNeeded: given)
    }

    /// The parameters with the seed that is used.
    func put(into parameters: TrainingParameters) -> TrainingParameters {
        var parameters = parameters
        parameters.seed = Int64(used)
        return parameters
    }

    /// A log line where the seed is another than the one given.
    var notes: [String] {
        guard Int64(used) != given else { return [] }
        return ["seed \(given) is outside 0 to \(UInt32.max); \(used) is used, its remainder modulo 2³²"]
    }
}
