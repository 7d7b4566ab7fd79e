extension Double {
    /// For people: rounded to so many decimals, without a fraction that is zero.
    public func text(_ decimals: Int) -> String {
        let factor = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
        let rounded = (self * factor).rounded() / factor
        return Int64(exactly: rounded).map(String.init) ?? JSONValue.plain(rounded)
    }
}
