/// Amounts as people read them.
enum Amount {
    /// Bytes in the largest fitting binary unit, as in `12.3 MiB`.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        for unit in ["bytes", "KiB", "MiB", "GiB"] {
            if value < 1024 || unit == "GiB" {
                return unit == "bytes" ? "\(count) bytes" : "\((value * 10).rounded() / 10) \(unit)"
            }
            value /= 1024
        }
        return "\(count) bytes"
    }

    /// A duration in its two largest units, as in `3 min 20 s`.
    static func time(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        if seconds >= 3600 { return "\(seconds / 3600) h \(seconds % 3600 / 60) min" }
        if seconds >= 60 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds) s"
    }

    /// A share in per cent as a whole number from 0 to 100, whatever a trainer says.
    static func percent(_ progress: Double) -> Int { progress.isNaN ? 0 : Int(min(100, max(0, progress))) }

    /// A loss with four decimals.
    static func loss(_ value: Double) -> String {
        let parts = "\((value * 10_000).rounded() / 10_000)".split(separator: ".")
        guard parts.count == 2, parts[1].count < 4 else { return parts.joined(separator: ".") }
        return parts[0] + "." + parts[1] + String(repeating: "0", count: 4 - parts[1].count)
    }
}
