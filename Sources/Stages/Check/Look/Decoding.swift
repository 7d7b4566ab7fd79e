import Dataset
import Vips

/// The decoder's turn: every pixel of a file whose structure has been walked.
enum Decoding {
    /// The library was refused memory.
    struct OutOfMemory: Error {}

    /// What the whole picture showed.
    ///
    /// - Throws: `OutOfMemory`.
    static func decode(
        _ path: String, _ format: ImageFormat, deadline: Deadline? = nil, extras: LookExtras = []
    ) throws(OutOfMemory) -> Looker.Sight {
        VipsRuntime.forgetErrors()
        do {
            return try sight(path, format, deadline, extras)
        } catch {
            return Looker.Sight(verdict: try verdict(on: error, format))
        }
    }

    private static func sight(
        _ path: String, _ format: ImageFormat, _ deadline: Deadline?, _ extras: LookExtras
    ) throws(VipsError) -> Looker.Sight {
        let picture = try Picture.open(
            path, as: PictureFormat(format), access: .sequential, deadline: deadline)
        if picture.pages > 1 {
            return Looker.Sight(verdict: Looker.Verdict(.animated(frames: picture.pages)))
        }
        var facts = ImageFacts(
            format: format, width: picture.width, height: picture.height, orientation: picture.orientation,
            bands: picture.bands, bitsPerBand: picture.bitsPerBand, hasAlpha: picture.hasAlpha,
            isCMYK: picture.isCMYK)
        facts.add(picture.embeddedProfile)
        let measured = try Traits.measure(path, facts, deadline: deadline, extras: extras)
        if let damage = measured.damage { return Looker.Sight(verdict: Looker.Verdict(damage)) }
        return Looker.Sight(verdict: .facts(facts, measured.traits), thumbnail: measured.thumbnail)
    }

    /// What a failure says about the file. Want of memory is told by the library's words alone; those are sure where one
    /// picture is decoded at a time, as in the processes of a check.
    private static func verdict(on error: VipsError, _ format: ImageFormat) throws(OutOfMemory)
        -> Looker
        .Verdict
    {
        if error.isTimeout { return .slow }
        let words = error.message.lowercased()
        if ["out of memory", "insufficient memory", "error creating thread"].contains(where: words.contains) {
            throw OutOfMemory()
        }
        // The library's own words stay out of the report, which must come out the same twice.
        return Looker.Verdict(.unreadable("the \(format.rawValue) data can't be decoded"))
    }
}

extension Looker.Verdict {
    fileprivate init(_ damage: JPEGDamage) {
        switch damage {
        case .endsEarly:
            self.init(.truncated("the pixels end early, though the file has its end marker"))
        case .leftOver(let bytes):
            self.init(
                .unreadable(
                    "the picture is damaged: \(bytes) byte(s) of its coded data belong to no pixel"))
        case .undecodable:
            self.init(.unreadable("the jpeg data can't be decoded"))
        }
    }
}

extension PictureFormat {
    init(_ format: ImageFormat) {
        switch format {
        case .png: self = .png
        case .jpeg: self = .jpeg
        case .webp: self = .webp
        }
    }
}
