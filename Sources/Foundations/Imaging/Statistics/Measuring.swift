import Dataset
import Vips

extension ImageStatistics {
    /// What one pass over a file's pixels gives.
    struct Measured: Sendable, Equatable {
        var statistics: ImageStatistics
        /// A small copy; nil unless `InspectOptions.thumbnail` was set.
        var thumbnail: Thumbnail?
        /// Damage that the decoder hides by grey pixels; nil for a whole file.
        var damage: JPEGDamage?
    }

    /// Reads all of a picture once and measures it.
    ///
    /// JPEG and WebP are decoded at a half, a quarter or an eighth as long as 512 pixels of the long side are left; a
    /// PNG is read a few rows at a time and reduced at once. So little is in memory, yet every byte of the file is
    /// read, and a file that ends early fails here. All numbers come from small copies: about 1024 pixels of the long side
    /// for bars and detail, 256 for hash, thumbnail and attention, and from that one 64 for sharpness; values are
    /// counted on up to 65,536 single pixels, because means would change the counts.
    ///
    /// - Parameters:
    ///   - facts: from the file's header.
    ///   - deadline: for the whole measurement.
    /// - Throws: `VipsError` when the file can't be decoded to its end.
    static func measure(
        _ path: String, _ facts: ImageFacts, deadline: Deadline?, extras: InspectOptions
    ) throws(VipsError) -> Measured {
        let shrink = shrink(for: facts)
        guard facts.format == .jpeg else {
            let picture = try Picture.open(
                path, as: PictureFormat(facts.format), shrink: shrink, deadline: deadline)
            return try measure(picture, facts, extras) { () throws(VipsError) in nil }
        }
        let reading = try JPEGReading.open(path, shrink: shrink, deadline: deadline)
        return try measure(reading.picture, facts, extras) { () throws(VipsError) in try reading.finish() }
    }

    /// Measures an open picture; `damage` is called once all of its rows are read.
    private static func measure(
        _ picture: borrowing Picture, _ facts: ImageFacts, _ extras: InspectOptions,
        damage: () throws(VipsError) -> JPEGDamage?
    ) throws(VipsError) -> Measured {
        let (width, height) = (picture.width, picture.height)
        let copies = try picture.reduced(
            by: parts(max(width, height), atMost: 1024), samplingEvery: sampling(width, height))
        let damage = try damage()
        let samples = try Samples(copies.sampled)
        let base = try Base(copies.averaged, upright: facts.upright)
        let small = try Small(copies.averaged, upright: facts.upright, extras)
        let share = Double(copies.translucentPixels) / Double(width * height)
        return Measured(
            statistics: ImageStatistics(
                brightness: samples.brightness, entropy: samples.entropy, sharpness: small.sharpness,
                isGrey: samples.isGrey, transparentShare: rounded(share, 6),
                contentBox: base.contentBox, hash: PerceptualHash(of: small.grid), attention: small.attention,
                detail: base.detail),
            thumbnail: small.thumbnail, damage: damage)
    }

    /// The factor by which the decoder itself may shrink: at least 512 pixels of the long side and 16 of the short must be left.
    ///
    /// A JPEG's sides are rounded down. Where the remaining rows lie in a block of their own, the decoder would end before
    /// the file does: such a picture is shrunk less.
    static func shrink(for facts: ImageFacts) -> Int {
        guard facts.format != .png else { return 1 }
        return [8, 4, 2].first { shrink in
            let over = facts.height % shrink
            return max(facts.width, facts.height) / shrink >= 512
                && min(facts.width, facts.height) / shrink >= 16
                && (facts.format == .webp || over == 0 || (facts.height - over) % 8 != 0)
        } ?? 1
    }

    /// The number of parts of at most `limit` in a length.
    private static func parts(_ length: Int, atMost limit: Int) -> Int { (length + limit - 1) / limit }

    /// The smallest stride that gives at most 65,536 pixels.
    private static func sampling(_ width: Int, _ height: Int) -> Int {
        var stride = max(1, Int((Double(width) * Double(height) / 65_536).squareRoot()))
        while parts(width, atMost: stride) * parts(height, atMost: stride) > 65_536 { stride += 1 }
        return stride
    }
}

/// What is counted on single pixels.
private struct Samples {
    let brightness: Brightness
    let entropy: Double
    let isGrey: Bool

    init(_ picture: borrowing Picture) throws(VipsError) {
        entropy = ImageStatistics.rounded(Entropy.bits(of: try PixelGrid(picture)))
        let seen = try picture.toSRGB().flattened(background: (255, 255, 255))
        let grid = try PixelGrid(seen)
        brightness = Brightness(of: grid)
        // On single pixels: a mean would hide a small spot of colour.
        isGrey = grid.isGrey()
    }
}

/// The copy of up to 1024 pixels, upright, over white. Its profile is not applied: that changes neither edges nor the
/// amount of detail, and takes longer than everything else.
private struct Base {
    let contentBox: PixelBox?
    let detail: Detail

    init(_ picture: borrowing Picture, upright: PixelSize) throws(VipsError) {
        let grid = try PixelGrid(
            picture.upright().toSRGBIgnoringProfile().flattened(background: (255, 255, 255)))
        detail = Detail(of: grid)
        contentBox = Letterbox.content(of: grid).map { box in
            box.scaled(from: PixelSize(width: grid.width, height: grid.height), to: upright)
        }
    }
}

/// The copy of up to 256 pixels, upright.
private struct Small {
    /// Over white. Its profile is not applied: shapes are the same with any profile.
    let grid: PixelGrid
    let sharpness: Sharpness
    /// With `InspectOptions.attention`.
    let attention: Attention?
    /// With `InspectOptions.thumbnail`.
    let thumbnail: Thumbnail?

    init(_ base: borrowing Picture, upright: PixelSize, _ extras: InspectOptions) throws(VipsError) {
        let long = max(base.width, base.height)
        let copies = try base.reduced(by: (long + 255) / 256, samplingEvery: long)
        let picture = try copies.averaged.upright()
        let flat = try picture.toSRGBIgnoringProfile().flattened(background: (255, 255, 255))
        grid = try PixelGrid(flat)
        attention = extras.contains(.attention) ? try Attention(of: flat) : nil
        let size = Sharpness.size(of: upright.width, upright.height)
        sharpness = Sharpness(
            of: size.width == flat.width && size.height == flat.height
                ? grid : try PixelGrid(flat.shrunk(toWidth: size.width, height: size.height)))
        thumbnail = extras.contains(.thumbnail) ? try Thumbnail(of: picture) : nil
    }
}

extension PixelBox {
    /// The same part of the same picture in another size.
    func scaled(from: PixelSize, to: PixelSize) -> PixelBox {
        func moved(_ at: Int, _ length: Int, _ target: Int) -> Int {
            Int((Double(at) / Double(length) * Double(target)).rounded())
        }
        let (left, right) = (
            moved(left, from.width, to.width), moved(left + size.width, from.width, to.width)
        )
        let (top, bottom) = (
            moved(top, from.height, to.height), moved(top + size.height, from.height, to.height)
        )
        return PixelBox(left: left, top: top, width: right - left, height: bottom - top)
    }
}
