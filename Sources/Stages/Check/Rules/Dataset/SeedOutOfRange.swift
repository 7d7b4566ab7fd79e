import Dataset

extension Rule {
    static let seedOutOfRange = dataset(
        "seed-out-of-range", .warning,
        measures: "seeds below 0 or above 4294967295: musubi-tuner takes none of these",
        hint:
            "set train.seed to a number from 0 to 4294967295: a trainer may fail on another after all pictures are cached, and lorapipe's own takes it modulo 2^32"
    ) { setting in
        Judge(end: { _ in
            let seed = setting.run.seed
            guard UInt32(exactly: seed) == nil else { return nil }
            return "the seed is \(seed); modulo 2^32 it is \(UInt32(truncatingIfNeeded: seed))"
        })
    }
}
