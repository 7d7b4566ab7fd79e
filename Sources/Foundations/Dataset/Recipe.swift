/// Every setting that shapes the bytes of a prepared picture.
public struct Recipe: Sendable, Hashable {
    /// The square's side.
    public var resolution: Resolution
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

    /// Which part of the picture a crop keeps.
    public enum Gravity: String, Sendable, CaseIterable {
        case centre
    }

    /// A recipe; without arguments, what the trainer's own defaults ask for: 1024 square PNG on white.
    public init(
        resolution: Resolution = .r1024, format: ImageFormat = .png, quality: Int = 92,
        compression: Int = 6,
        background: RGB = RGB(red: 255, green: 255, blue: 255), gravity: Gravity = .centre
    ) {
        self.resolution = resolution
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
            "fit": "crop",
            "gravity": .string(gravity.rawValue),
            "kernel": "lanczos3",
            "background": .string(background.hex),
            "format": .string(format.rawValue),
            "compression": format == .png ? .int(Int64(compression)) : nil,
            "quality": format == .png ? nil : .int(Int64(quality)),
        ])
    }
}
