import Dataset

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
        Judge(end: { outlook in
            func size(_ bytes: Int64) -> String { (Double(bytes) / 1_048_576).text(1) + " MiB" }
            // An export counts exactly, and stops; here it is foreseen before anything is prepared.
            if let limit = setting.run.maxBytes, outlook.payloadBytes > limit {
                return "about \(size(outlook.payloadBytes)); pack.max_bytes is \(size(limit))"
            }
            let limit = Int64(setting["max_mib"] * 1_048_576)
            guard outlook.payloadBytes > limit else { return nil }
            return "about \(size(outlook.payloadBytes)); the limit is \(size(limit))"
        })
    }
}
