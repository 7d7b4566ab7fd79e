import Dataset
import Store
import Vips

/// Looks at a picture's file from the cheapest question to the dearest: magic bytes, structure, header,
/// limits, and at last every pixel. What it saw depends on the bytes alone, so it is kept by content.
struct Looker: Sendable {
    let store: Store

    /// Names the code and library that looked: another version looks again.
    static let version = "2/vips-\(VipsRuntime.version)"

    /// The wall clock's limit for decoding one picture.
    static let patience = Duration.seconds(30)

    struct Look: Sendable {
        let verdict: Verdict
        /// Whether the file was opened for it.
        let isFresh: Bool
    }

    /// Blocks while it decodes: to be called on a worker.
    func look(at image: SourceImage) throws -> Look {
        if let kept = try store.ledger.look(at: image.digest, version: Self.version),
            let verdict = Verdict(json: kept)
        {
            return Look(verdict: verdict, isFresh: false)
        }
        let verdict = try examine(store.objects.path(of: image.digest), image.bytes)
        if verdict == .slow { return Look(verdict: verdict, isFresh: true) }
        try store.ledger.remember(look: verdict.json, at: image.digest, version: Self.version)
        return Look(verdict: verdict, isFresh: true)
    }

    private func examine(_ path: String, _ bytes: Int64) throws -> Verdict {
        switch FileSignature(try FileBytes.read(path, count: 512)) {
        case .empty: return .fault(rule: Rule.imageNotAnImage.id, message: "the file is empty")
        case .other(let what):
            return .fault(rule: Rule.imageNotAnImage.id, message: "the file is \(what)")
        case .unsupported(let name):
            return .fault(
                rule: Rule.imageUnsupported.id,
                message: "the file is a \(name); PNG, JPEG and WebP are read")
        case .picture(let format):
            if let fault = try FileStructure.fault(of: path, format, bytes: bytes) {
                return .fault(rule: Rule.imageTruncated.id, message: fault)
            }
            return decode(path, format)
        }
    }

    private func decode(_ path: String, _ format: ImageFormat) -> Verdict {
        do {
            let deadline = Deadline(after: Self.patience)
            let picture = try Picture.open(
                path, as: PictureFormat(format), access: .sequential, deadline: deadline)
            let size = PixelSize(width: picture.width, height: picture.height)
            let limit = ImageLimits.pixels(of: format, isInterlaced: picture.isInterlaced)
            if size.width * size.height > limit {
                let kind =
                    limit == ImageLimits.pixels ? "pictures" : "interlaced, progressive and WebP pictures"
                return .fault(
                    rule: Rule.imageTooLarge.id,
                    message: "\(size) is above the limit of \(limit / 1_000_000) megapixels for \(kind)")
            }
            if picture.pages > 1 {
                return .fault(
                    rule: Rule.imageUnsupported.id, message: "an animation of \(picture.pages) frames")
            }
            let facts = ImageFacts(
                format: format, width: size.width, height: size.height, orientation: picture.orientation,
                bands: picture.bands, bitsPerBand: picture.bitsPerBand, hasAlpha: picture.hasAlpha,
                isCMYK: picture.isCMYK, hasProfile: picture.hasICCProfile)
            let measured = try Traits.measure(path, facts, deadline: deadline, thumbnail: false)
            return .facts(facts, measured.traits)
        } catch let error where error.isTimeout {
            return .slow
        } catch {
            // The library's own words are left out: its error buffer mixes the messages of several threads, and a
            // report must come out the same twice.
            return .fault(
                rule: Rule.imageUnreadable.id, message: "the \(format.rawValue) data can't be decoded")
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
