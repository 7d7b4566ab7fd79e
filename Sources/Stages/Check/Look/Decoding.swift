import Dataset
import Vips

/// The decoder's turn: every pixel of a file whose structure has been walked.
///
/// Goes by the library's words in places. Those are sure where one picture is decoded at a time, as in the processes of
/// a check; with several threads they may be another picture's.
enum Decoding {
    /// The library was refused memory.
    struct OutOfMemory: Error {}

    /// What the whole picture showed.
    ///
    /// - Throws: `OutOfMemory`.
    static func decode(
        _ path: String, _ format: ImageFormat, deadline: Deadline? = nil, extras: LookExtras = []
    ) throws -> Looker.Sight {
        VipsRuntime.forgetErrors()
        do {
            return try sight(path, format, format == .jpeg ? .warning : .truncation, deadline, extras)
        } catch {
            if let verdict = try verdict(on: error, format) { return Looker.Sight(verdict: verdict) }
        }
        do {
            return try sight(path, format, .truncation, deadline, extras)
        } catch {
            return Looker.Sight(verdict: try verdict(on: error, format) ?? damaged(format))
        }
    }

    private static func sight(
        _ path: String, _ format: ImageFormat, _ strictness: PictureStrictness, _ deadline: Deadline?,
        _ extras: LookExtras
    ) throws(VipsError) -> Looker.Sight {
        let picture = try Picture.open(
            path, as: PictureFormat(format), access: .sequential, strictness: strictness, deadline: deadline)
        if picture.pages > 1 {
            return Looker.Sight(verdict: Looker.Verdict(.animated(frames: picture.pages)))
        }
        var facts = ImageFacts(
            format: format, width: picture.width, height: picture.height, orientation: picture.orientation,
            bands: picture.bands, bitsPerBand: picture.bitsPerBand, hasAlpha: picture.hasAlpha,
            isCMYK: picture.isCMYK)
        facts.add(picture.embeddedProfile)
        let measured = try Traits.measure(
            path, facts, strictness: strictness, deadline: deadline, extras: extras)
        return Looker.Sight(verdict: .facts(facts, measured.traits), thumbnail: measured.thumbnail)
    }

    /// What a failure says about the file; nil when it may be a mere warning, which the second try overlooks.
    ///
    /// libjpeg's words (jerror.h): data that end early end in "Premature end of …" or "… premature end of data segment",
    /// also when somebody has put an end marker behind them. "… extraneous bytes before marker", an odd Adobe marker
    /// and the like do no harm: the pixels are whole.
    private static func verdict(on error: VipsError, _ format: ImageFormat) throws(OutOfMemory) -> Looker
        .Verdict?
    {
        let words = error.message.lowercased()
        func says(_ phrases: String...) -> Bool { phrases.contains { words.contains($0) } }
        if error.isTimeout { return .slow }
        if says("out of memory", "insufficient memory", "error creating thread") { throw OutOfMemory() }
        guard format == .jpeg else { return damaged(format) }
        if says("premature end") {
            return Looker.Verdict(.truncated("the pixels end early, though the file has its end marker"))
        }
        return says("bad huffman code", "instead of rst") ? damaged(format) : nil
    }

    /// The library's own words stay out of the report, which must come out the same twice.
    private static func damaged(_ format: ImageFormat) -> Looker.Verdict {
        Looker.Verdict(.unreadable("the \(format.rawValue) data can't be decoded"))
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
