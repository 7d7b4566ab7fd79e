import Dataset

/// What a picture's pixels show, in numbers that depend on the file's bytes alone.
///
/// Every number is rounded when it is measured, so that what the caches give back is equal to what went in. Measured
/// on small copies: see `measure`.
struct Traits: Sendable, Equatable {
    /// Brightness below which 1, 5 and 99 per cent of the pixels lie.
    var brightness: Brightness
    /// Bits of information in a value of its bands as they are stored, as PIL counts them: 0 to 8 for one band, 0 to
    /// 9.58 for three.
    var entropy: Double
    /// How sharp it is.
    var sharpness: Sharpness
    /// Whether no pixel has a colour, whatever the bands are.
    var isGrey: Bool
    /// The share of pixels that are not fully opaque, 0 to 1.
    var transparentShare: Double
    /// What lies between two bars of one colour, in pixels of the upright picture; nil without such bars.
    var contentBox: PixelBox?
    /// What it looks like from afar; nil for a picture with too little in it to be told from another.
    var hash: PerceptualHash?
    /// Where a crop to the square would look, by two ways to find out; nil where nobody asked.
    var interest: Interest?
    /// What it will take as a PNG.
    var detail: Detail
}

extension Traits {
    /// To so many digits behind the point: enough for any threshold, and the same number on every machine.
    static func rounded(_ number: Double, _ digits: Int = 4) -> Double {
        let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        return (number * scale).rounded() / scale
    }
}
