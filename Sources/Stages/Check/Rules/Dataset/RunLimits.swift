import Dataset

/// What a run would be: payload, steps and seed.
extension Rule {
    static let payloadTooLarge = dataset(
        "payload-too-large", .warning,
        measures:
            "datasets whose payload would be larger than this or than pack.max_bytes, by an estimate from the pictures' own detail",
        hint:
            "prepare as jpeg or webp, train at a lower resolution, or ask what your trainer and the proxy before it take",
        thresholds: [
            Threshold(
                "max_mib", 4096, in: 1...1_000_000,
                "MiB; what lorapipe trainer serve takes. A proxy may stop at 100")
        ]
    ) { setting in
        RuleEvaluator(end: { estimate in
            func size(_ bytes: Int64) -> String { (Double(bytes) / 1_048_576).text(1) + " MiB" }
            // An export counts exactly and stops; this estimate comes before anything is prepared.
            if let limit = setting.run.maxBytes, estimate.payloadBytes > limit {
                return "about \(size(estimate.payloadBytes)); pack.max_bytes is \(size(limit))"
            }
            let limit = Int64(setting["max_mib"] * 1_048_576)
            guard estimate.payloadBytes > limit else { return nil }
            return "about \(size(estimate.payloadBytes)); the limit is \(size(limit))"
        })
    }

    static let stepsForecast = dataset(
        "steps-forecast", .note,
        measures: "runs whose steps, pictures × epochs at batch size 1, are outside the usual",
        hint: "set train.max_train_epochs or train.max_train_steps",
        thresholds: [
            Threshold(
                count: "min_steps", 200, in: 1...10_000_000,
                "steps; ten pictures at the trainer's 16 epochs have 160"),
            Threshold(
                count: "max_steps", 20_000, in: 1...10_000_000,
                "steps; more than the thousand files that hosted trainers take have at 16 epochs"),
        ]
    ) { setting in
        RuleEvaluator(end: { estimate in
            guard estimate.trained > 0 else { return nil }
            let told =
                "\(estimate.steps) steps: \(estimate.trained) picture(s) × \(estimate.epochs.text(1)) epochs"
            if estimate.steps < Int(setting["min_steps"]) { return "only \(told)" }
            return estimate.steps > Int(setting["max_steps"]) ? told : nil
        })
    }

    static let seedOutOfRange = dataset(
        "seed-out-of-range", .warning,
        measures: "seeds below 0 or above 4294967295: musubi-tuner takes none of these",
        hint:
            "set train.seed to a number from 0 to 4294967295: a trainer may fail on another after all pictures are cached, and lorapipe's own takes it modulo 2^32"
    ) { setting in
        RuleEvaluator(end: { _ in
            let seed = setting.run.seed
            guard UInt32(exactly: seed) == nil else { return nil }
            return "the seed is \(seed); modulo 2^32 it is \(UInt32(truncatingIfNeeded: seed))"
        })
    }
}
