/// The picture formats that are read and written.
public enum ImageFormat: String, Sendable, CaseIterable {
    case png, jpeg, webp

    /// The ending of a file in this format: png, jpg, webp (the trainer accepts these).
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}

/// A picture as it came from its source, kept by content in the store.
public struct SourceImage: Sendable, Hashable {
    /// The SHA-256 of the file.
    public var digest: Digest
    /// The file's size in bytes.
    public var bytes: Int64

    /// A kept file.
    public init(digest: Digest, bytes: Int64) {
        self.digest = digest
        self.bytes = bytes
    }
}

/// What one look at a picture's file showed. Depends on the bytes only, so it is kept by content.
public struct ImageFacts: Sendable, Hashable {
    /// The format its bytes are in, whatever its name says.
    public var format: ImageFormat
    /// Width as stored, in pixels.
    public var width: Int
    /// Height as stored, in pixels.
    public var height: Int
    /// The EXIF orientation, 1 to 8; 1 is upright.
    public var orientation: Int
    /// Bands as stored: 1 grey, 3 colour, 4 colour with alpha or CMYK.
    public var bands: Int
    /// Bits of one band: 8 or 16.
    public var bitsPerBand: Int
    /// Whether one of the bands is alpha.
    public var hasAlpha: Bool
    /// Whether the colours are CMYK.
    public var isCMYK: Bool
    /// Whether an ICC profile is embedded.
    public var hasProfile: Bool
    /// Whether that profile names itself sRGB, so that applying it changes next to nothing.
    public var isSRGB: Bool
    /// What that profile calls itself; nil without a name, or when the profile is not applied.
    public var profileName: String?
    /// Why that profile is not applied; nil when it is, or when there is none.
    public var profileFault: String?
    /// What else the file says of its colours that preparing does not go by and a browser does; nil for nothing.
    public var unusedColours: String?

    /// What a look showed.
    public init(
        format: ImageFormat, width: Int, height: Int, orientation: Int = 1, bands: Int = 3,
        bitsPerBand: Int = 8,
        hasAlpha: Bool = false, isCMYK: Bool = false, hasProfile: Bool = false, isSRGB: Bool = false,
        profileName: String? = nil, profileFault: String? = nil, unusedColours: String? = nil
    ) {
        self.format = format
        self.width = width
        self.height = height
        self.orientation = orientation
        self.bands = bands
        self.bitsPerBand = bitsPerBand
        self.hasAlpha = hasAlpha
        self.isCMYK = isCMYK
        self.hasProfile = hasProfile
        self.isSRGB = isSRGB
        self.profileName = profileName
        self.profileFault = profileFault
        self.unusedColours = unusedColours
    }

    /// Whether the colours go through the embedded profile when the picture is prepared.
    public var appliesProfile: Bool { hasProfile && profileFault == nil }

    /// The size once the picture stands upright: orientations 5 to 8 swap the sides.
    public var upright: PixelSize {
        (5...8).contains(orientation)
            ? PixelSize(width: height, height: width) : PixelSize(width: width, height: height)
    }
}

/// A picture as the trainer gets it: exact square, upright, sRGB, three 8-bit bands.
public struct PreparedImage: Sendable, Hashable {
    /// The SHA-256 of the encoded file, under which the store keeps it.
    public var digest: Digest
    /// The encoded file's size in bytes.
    public var bytes: Int64
    /// Its width and height.
    public var size: PixelSize
    /// Its format.
    public var format: ImageFormat
    /// Whether it was taken from the store, so that no pixel was touched.
    public var reused: Bool

    /// A prepared picture.
    public init(digest: Digest, bytes: Int64, size: PixelSize, format: ImageFormat, reused: Bool) {
        self.digest = digest
        self.bytes = bytes
        self.size = size
        self.format = format
        self.reused = reused
    }
}
