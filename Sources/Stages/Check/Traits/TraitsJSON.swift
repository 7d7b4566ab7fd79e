import Dataset

extension Traits {
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
            "hash": hash.map { .string($0.description) }, "interest": interest.map(\.json),
            "detail": .double(detail.bytesPerPixel), "detailPixels": .int(Int64(detail.pixels)),
        ])
    }

    /// Reads what the caches kept; nil when it is none of this version's.
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
        if let kept = json["interest"] {
            guard let interest = Interest(json: kept) else { return nil }
            self.interest = interest
        }
        brightness = Brightness(p1: p1, p5: p5, p99: p99)
        self.entropy = entropy
        sharpness = Sharpness(edges: edges, greySpread: spread)
        self.isGrey = isGrey
        transparentShare = transparent
        self.detail = Detail(bytesPerPixel: detail, pixels: Int(detailPixels))
    }
}
