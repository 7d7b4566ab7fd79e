import ArgumentParser

/// A size in bytes, as in `20GB` or `512MiB`.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int64

    /// As ccache reads them: `k`, `M`, `G`, `T` are powers of 1000, with an `i` behind them powers of 1024.
    init?(argument: String) {
        let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        var unit = argument.dropFirst(number.count).trimmingPrefix { $0 == " " }.lowercased()
        if unit.hasSuffix("b") { unit.removeLast() }
        let step = unit.hasSuffix("i") ? 1024.0 : 1000.0
        if unit.hasSuffix("i") { unit.removeLast() }
        guard let value = Double(number), value.isFinite,
            let power = ["", "k", "m", "g", "t"].firstIndex(of: unit), step == 1000 || power > 0
        else { return nil }
        let bytes = (0..<power).reduce(value) { product, _ in product * step }
        guard bytes < 9e18 else { return nil }
        self.bytes = Int64(bytes)
    }
}

/// A length of time, as in `30d` or `12h`.
struct Age: ExpressibleByArgument {
    let seconds: Double

    /// A whole number and `s`, `m`, `h`, `d` or `w`.
    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = argument.last.flatMap({ units[$0] }), let number = Int32(argument.dropLast()),
            number >= 0
        else { return nil }
        seconds = Double(number) * unit
    }
}
