public import Dataset

/// The settings of a training run: everything in the body of `POST /train` but the pictures.
public struct TrainingParameters: Sendable, Equatable {
    /// The LoRA's file name without its ending.
    public var outputName: String
    /// The rank, 1 to 256.
    public var networkDim: Int
    /// The scale of the LoRA's weights, 0.1 to 10.
    public var networkAlpha: Double
    /// 0.00001 to 0.001.
    public var learningRate: Double
    /// 1 to 100.
    public var maxTrainEpochs: Int
    /// The most steps, or nil to let the epochs decide; with both, the smaller number of steps wins.
    public var maxTrainSteps: Int?
    /// Any 64-bit integer; musubi-tuner takes 0 to 2³²−1.
    public var seed: Int64
    /// The square's side, sent as `[side, side]`.
    public var resolution: Resolution

    /// The most bytes of an output name.
    public static let longestName = 150

    /// A run's settings; those left out are the service's own defaults.
    public init(
        outputName: String, networkDim: Int = 16, networkAlpha: Double = 1,
        learningRate: Double = 0.00005,
        maxTrainEpochs: Int = 16, maxTrainSteps: Int? = nil, seed: Int64 = 42,
        resolution: Resolution = .r1024
    ) {
        self.outputName = outputName
        self.networkDim = networkDim
        self.networkAlpha = networkAlpha
        self.learningRate = learningRate
        self.maxTrainEpochs = maxTrainEpochs
        self.maxTrainSteps = maxTrainSteps
        self.seed = seed
        self.resolution = resolution
    }

    /// The members of the body after `images`, in the contract's order; steps that are not set are left out.
    public var json: JSONValue {
        .record([
            "output_name": .string(outputName),
            "network_dim": .int(Int64(networkDim)),
            "network_alpha": .double(networkAlpha),
            "learning_rate": .double(learningRate),
            "max_train_epochs": .int(Int64(maxTrainEpochs)),
            "max_train_steps": maxTrainSteps.map { .int(Int64($0)) },
            "seed": .int(seed),
            "resolution": .array([.int(Int64(resolution.side)), .int(Int64(resolution.side))]),
        ])
    }

    /// What a payload's seed will come to, in a sentence; nil for one that musubi-tuner takes as it is.
    public static func warning(ofSeed seed: Int64) -> String? {
        guard UInt32(exactly: seed) == nil else { return nil }
        return
            "the seed \(seed) is outside 0 to 4294967295, which musubi-tuner does not take; modulo 2^32 it is \(UInt32(truncatingIfNeeded: seed))"
    }

    /// How many steps a run has at batch size 1: pictures × epochs, or the most that the settings allow, whichever is
    /// less.
    public func steps(images: Int) -> Int {
        let (full, isTooMany) = maxTrainEpochs.multipliedReportingOverflow(by: images)
        return min(isTooMany ? .max : full, maxTrainSteps ?? .max)
    }

    /// Everything that the service would refuse, all at once; empty when it may be sent.
    public var faults: [ParameterFault] {
        var faults: [ParameterFault] = []
        func check(_ isRight: Bool, _ key: String, _ given: String, _ allowed: String) {
            if !isRight { faults.append(ParameterFault(key: key, given: given, allowed: allowed)) }
        }
        check(
            FileName.isLegal(outputName) && outputName.utf8.count <= Self.longestName, "output_name",
            "\"\(outputName)\"",
            "a file name that is legal on Windows, without an ending, at most \(Self.longestName) bytes")
        check(
            (1...256).contains(networkDim), "network_dim", "\(networkDim)", "an integer from 1 to 256")
        check(
            (0.1...10).contains(networkAlpha), "network_alpha", JSONValue.plain(networkAlpha),
            "a number from 0.1 to 10")
        check(
            (0.00001...0.001).contains(learningRate), "learning_rate", JSONValue.plain(learningRate),
            "a number from 0.00001 to 0.001")
        check(
            (1...100).contains(maxTrainEpochs), "max_train_epochs", "\(maxTrainEpochs)",
            "an integer from 1 to 100")
        if let steps = maxTrainSteps {
            check(steps > 0, "max_train_steps", "\(steps)", "a positive integer, or left out")
        }
        return faults
    }
}

/// A parameter outside the range that the service takes.
public struct ParameterFault: Sendable, Equatable, CustomStringConvertible {
    /// The parameter's name on the wire.
    public let key: String
    /// The value given.
    public let given: String
    /// What is allowed.
    public let allowed: String

    /// A fault.
    public init(key: String, given: String, allowed: String) {
        self.key = key
        self.given = given
        self.allowed = allowed
    }

    /// In a sentence.
    public var description: String { "\(key) is \(given); it takes \(allowed)" }
}
