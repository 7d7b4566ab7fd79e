import Dataset

extension Rule {
    static let payloadTooLarge = dataset(
        "payload-too-large", .warning,
        measures:
            "datasets whose payload would be larger than this, by an estimate from the pictures' own detail",
        hint:
            "prepare as jpeg or webp, train at a lower resolution, or ask what your trainer and the proxy before it take",
        thresholds: [
            Threshold(
                "max_mib", 4096, in: 1...1_000_000,
                "MiB; what lorapipe trainer serve takes. A proxy may stop at 100")
        ]
    ) { setting in
        Judge(end: { outlook in
            let size = Double(outlook.payloadBytes) / 1_048_576
            guard size > setting["max_mib"] else { return nil }
            return "about \(size.text(0)) MiB; the limit is \(setting["max_mib"].text(0)) MiB"
        })
    }
}
