public import Dataset

/// Numbers measured on a picture's pixels; they depend on the file's bytes alone.
///
/// Every number is rounded when it is measured, so that the caches return exactly what they were given. Measured on
/// small copies: see `measure`.
public struct ImageStatistics: Sendable, Equatable {
    /// Brightness below which 1, 5 and 99 per cent of the pixels lie.
    public var brightness: Brightness
    /// Bits of information in a value of its bands as they are stored, as PIL counts them: 0 to 8 for one band, 0 to
    /// 9.58 for three.
    public var entropy: Double
    /// How sharp it is.
    public var sharpness: Sharpness
    /// Whether no pixel has a colour, whatever the bands are.
    public var isGrey: Bool
    /// The share of pixels that are not fully opaque, 0 to 1.
    public var transparentShare: Double
    /// The part between two bars of one colour, in pixels of the upright picture; nil without such bars.
    public var contentBox: PixelBox?
    /// A hash that similar pictures share; nil for a picture with too little detail to be distinguished.
    public var hash: PerceptualHash?
    /// The points that a crop to the square keeps; nil unless `InspectOptions.attention` was set.
    public var attention: Attention?
    /// The basis of an estimate of its size as a PNG.
    public var detail: Detail
}

extension ImageStatistics {
    /// Rounded to `digits` decimals: enough for any threshold, and the same number on every machine.
    static func rounded(_ number: Double, _ digits: Int = 4) -> Double {
        let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        return (number * scale).rounded() / scale
    }
}

extension ImageStatistics {
    /// As the caches keep it.
    var json: JSONValue {
        .record([
            "p1": .double(brightness.p1), "p5": .double(brightness.p5), "p99": .double(brightness.p99),
            "entropy": .double(entropy), "edges": .double(sharpness.edges),
            "spread": .double(sharpness.greySpread), "grey": .bool(isGrey),
            "transparent": .double(transparentShare),
            "content": contentBox.map { box in
                .array([box.left, box.top, box.size.width, box.size.height].map { .int(Int64($0)) })
            },
            "hash": hash.map { .string($0.description) }, "attention": attention.map(\.json),
            "detail": .double(detail.bytesPerPixel), "detailPixels": .int(Int64(detail.pixels)),
        ])
    }

    /// Reads what the caches kept; nil for anything that this version did not write.
    init?(json: JSONValue) {
        func number(_ key: String) -> Double? { json[key]?.double }
        guard let p1 = number("p1"), let p5 = number("p5"), let p99 = number("p99"),
            let entropy = number("entropy"), let edges = number("edges"), let spread = number("spread"),
            case .bool(let isGrey) = json["grey"], let transparent = number("transparent"),
            let detail = number("detail"), (0...3).contains(detail),
            let detailPixels = json["detailPixels"]?.int
        else { return nil }
        if let kept = json["content"] {
            let sides = kept.array?.compactMap { $0.int }.map { Int($0) } ?? []
            guard sides.count == 4 else { return nil }
            contentBox = PixelBox(left: sides[0], top: sides[1], width: sides[2], height: sides[3])
        }
        if let kept = json["hash"] {
            guard let hash = kept.string.flatMap({ PerceptualHash($0) }) else { return nil }
            self.hash = hash
        }
        if let kept = json["attention"] {
            guard let attention = Attention(json: kept) else { return nil }
            self.attention = attention
        }
        brightness = Brightness(p1: p1, p5: p5, p99: p99)
        self.entropy = entropy
        sharpness = Sharpness(edges: edges, greySpread: spread)
        self.isGrey = isGrey
        transparentShare = transparent
        self.detail = Detail(bytesPerPixel: detail, pixels: Int(detailPixels))
    }
}
