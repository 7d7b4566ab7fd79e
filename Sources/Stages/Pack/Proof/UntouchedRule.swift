import Dataset
import Imaging
import Vips

/// What a picture must be for the trainer to take it as it is (CONTRACT.md, section 3, from kohya-ss/musubi-tuner): of
/// exactly the square that it is asked to train at, or of one of its buckets; three 8-bit bands; nothing in the file
/// that a viewer heeds and the trainer does not.
struct UntouchedRule: Sendable {
    /// The square; nil when the lock asks for a resolution that there is not.
    let square: PixelSize?
    /// The sizes besides that are left alone where the trainer works with buckets; empty when the recipe made none.
    private let buckets: Set<PixelSize>
    /// How long one picture may take.
    private static let patience = Duration.seconds(30)

    init(_ manifest: Manifest) {
        let sides = manifest.training["resolution"]?.array?.map(\.int) ?? []
        let resolution = sides.count == 2 && sides[0] == sides[1] ? sides[0] : nil
        guard let resolution = resolution.flatMap({ Int(exactly: $0) }).flatMap(Resolution.init) else {
            (square, buckets) = (nil, [])
            return
        }
        square = PixelSize(width: resolution.side, height: resolution.side)
        let hasBuckets = manifest.recipe["fit"]?.string == Recipe.Fit.bucket.rawValue
        buckets = hasBuckets ? Set(Buckets(resolution).sizes) : []
    }

    /// Everything for which the trainer would change a picture, or could not read it; empty for none. Called on a thread
    /// that may block.
    func faults(of bytes: [UInt8], as image: ManifestImage) -> [String] {
        if bytes.count != image.prepared.bytes {
            return ["it has \(image.prepared.bytes) bytes, more than is looked at"]
        }
        guard case .picture(let format) = FileSignature(bytes) else { return ["it is no PNG, JPEG or WebP"] }
        if format == .png && !PNGContainer.isWhole(bytes) { return ["a chunk of it reaches beyond its end"] }
        do throws(VipsError) {
            let picture = try Picture.open(
                bytes: bytes, as: PictureFormat(format), deadline: Deadline(after: Self.patience))
            let size = PixelSize(width: picture.width, height: picture.height)
            if size.width * size.height > ImageLimits.pixels(of: format, isInterlaced: picture.isInterlaced) {
                return ["it has \(size) pixels, more than is decoded here"]
            }
            try picture.decodeAll()
            return sizeFaults(size, image.prepared.size) + Self.contentFaults(picture)
                + (image.filename.hasSuffix("." + format.fileExtension)
                    ? [] : ["it is a \(format.rawValue) file under another ending"])
        } catch {
            return ["it can't be decoded: \(error.message)"]
        }
    }

    private func sizeFaults(_ size: PixelSize, _ locked: PixelSize) -> [String] {
        var faults: [String] = []
        if size != locked { faults.append("it is \(size), and the lock says \(locked)") }
        if size != square && !buckets.contains(size) {
            let wanted = square.map { buckets.isEmpty ? "\($0)" : "a bucket of \($0.width)" } ?? "known"
            faults.append("it is \(size), which is not \(wanted)")
        }
        return faults
    }

    private static func contentFaults(_ picture: borrowing Picture) -> [String] {
        var faults: [String] = []
        if picture.hasAlpha { faults.append("it has alpha") }
        if picture.bands - (picture.hasAlpha ? 1 : 0) != 3 {
            faults.append("it has \(picture.bands) band(s)")
        }
        if picture.bitsPerBand != 8 { faults.append("its bands have \(picture.bitsPerBand) bits") }
        if picture.isCMYK { faults.append("its colours are CMYK") }
        if picture.orientation != 1 { faults.append("it carries the orientation \(picture.orientation)") }
        if picture.hasICCProfile { faults.append("it carries a colour profile") }
        if picture.pages > 1 { faults.append("it has \(picture.pages) frames") }
        return faults
    }
}
