/// Every setting that shapes the bytes of a prepared picture.
public struct Recipe: Sendable, Hashable {
    /// The square's side, or that of the square whose area the buckets have.
    public var resolution: Resolution
    /// What a picture's size becomes.
    public var fit: Fit
    /// The format written.
    public var format: ImageFormat
    /// Quality 1 to 100 of JPEG and WebP; PNG has none.
    public var quality: Int
    /// Deflate level 0 to 9 of PNG.
    public var compression: Int
    /// What shows through alpha.
    public var background: RGB
    /// Which part of the picture the crop keeps.
    public var gravity: Gravity

    /// An 8-bit sRGB colour.
    public struct RGB: Sendable, Hashable {
        /// Red, 0 to 255.
        public var red: UInt8
        /// Green, 0 to 255.
        public var green: UInt8
        /// Blue, 0 to 255.
        public var blue: UInt8

        /// A colour.
        public init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        /// Reads `#rrggbb`; nil for anything else.
        public init?(hex: String) {
            // `UInt32` alone would take a sign too.
            guard hex.utf8.count == 7, hex.hasPrefix("#"), hex.dropFirst().allSatisfy(\.isHexDigit),
                let value = UInt32(hex.dropFirst(), radix: 16)
            else { return nil }
            self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
        }

        /// As `#rrggbb`.
        public var hex: String {
            let digits = String(Int(red) << 16 | Int(green) << 8 | Int(blue), radix: 16)
            return "#" + String(repeating: "0", count: 6 - digits.count) + digits
        }
    }

    /// What a picture's size becomes.
    public enum Fit: String, Sendable, CaseIterable {
        /// The exact square: untouched by the trainer with buckets and without.
        case crop
        /// The trainer's bucket nearest in shape: untouched where the trainer works with buckets, and next to nothing
        /// is cut away.
        case bucket
    }

    /// Which part of the picture a crop keeps, where the row does not say it.
    public enum Gravity: String, Sendable, CaseIterable {
        /// The middle.
        case centre
        /// What draws the eye: edges, skin, bright colours.
        case attention
        /// Where most is going on.
        case entropy
    }

    /// The size that the trainer is to get of a picture of this upright size.
    public func target(for source: PixelSize) -> PixelSize {
        switch fit {
        case .crop: PixelSize(width: resolution.side, height: resolution.side)
        case .bucket: Buckets(resolution).best(for: source)
        }
    }

    /// A recipe; without arguments, what the trainer's own defaults ask for: 1024 square PNG on white.
    public init(
        resolution: Resolution = .r1024, fit: Fit = .crop, format: ImageFormat = .png, quality: Int = 92,
        compression: Int = 1,
        background: RGB = RGB(red: 255, green: 255, blue: 255), gravity: Gravity = .centre
    ) {
        self.resolution = resolution
        self.fit = fit
        self.format = format
        self.quality = quality
        self.compression = compression
        self.background = background
        self.gravity = gravity
    }

    /// The settings in a fixed order, only those that matter for the format: what lock files hold and
    /// prepared pictures are kept under.
    public var json: JSONValue {
        .record([
            "resolution": .int(Int64(resolution.side)),
            "fit": .string(fit.rawValue),
            "gravity": .string(gravity.rawValue),
            "kernel": "lanczos3",
            "background": .string(background.hex),
            "format": .string(format.rawValue),
            "compression": format == .png ? .int(Int64(compression)) : nil,
            "quality": format == .png ? nil : .int(Int64(quality)),
        ])
    }
}
