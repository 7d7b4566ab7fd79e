import Dataset
import Vips

/// Decodes every pixel of a file whose structure was walked before.
enum Decoding {
    /// The library was refused memory.
    struct OutOfMemory: Error {}

    /// Facts and statistics of the whole picture, or its fault.
    ///
    /// - Throws: `OutOfMemory`.
    static func decode(
        _ path: String, _ format: ImageFormat, deadline: Deadline? = nil, extras: InspectOptions = []
    ) throws(OutOfMemory) -> Inspection {
        VipsRuntime.forgetErrors()
        do {
            return try inspection(path, format, deadline, extras)
        } catch {
            return Inspection(result: try result(on: error, format))
        }
    }

    private static func inspection(
        _ path: String, _ format: ImageFormat, _ deadline: Deadline?, _ extras: InspectOptions
    ) throws(VipsError) -> Inspection {
        let picture = try Picture.open(
            path, as: PictureFormat(format), access: .sequential, deadline: deadline)
        if picture.pages > 1 { return Inspection(result: .fault(.animated(frames: picture.pages))) }
        var facts = ImageFacts(
            format: format, width: picture.width, height: picture.height, orientation: picture.orientation,
            bands: picture.bands, bitsPerBand: picture.bitsPerBand, hasAlpha: picture.hasAlpha,
            isCMYK: picture.isCMYK)
        facts.add(picture.embeddedProfile)
        let measured = try ImageStatistics.measure(path, facts, deadline: deadline, extras: extras)
        if let damage = measured.damage { return Inspection(result: .fault(ImageFault(damage))) }
        return Inspection(result: .facts(facts, measured.statistics), thumbnail: measured.thumbnail)
    }

    /// What a failure means for the file. Lack of memory is recognised by the library's message alone; that is reliable where
    /// one picture is decoded at a time, as in a worker process.
    private static func result(on error: VipsError, _ format: ImageFormat) throws(OutOfMemory)
        -> InspectionResult
    {
        if error.isTimeout { return .slow }
        let words = error.message.lowercased()
        if ["out of memory", "insufficient memory", "error creating thread"].contains(where: words.contains) {
            throw OutOfMemory()
        }
        // The library's message stays out of the report, which must come out the same twice.
        return .fault(.unreadable("the \(format.rawValue) data can't be decoded"))
    }
}

extension ImageFault {
    fileprivate init(_ damage: JPEGDamage) {
        self =
            switch damage {
            case .endsEarly: .truncated("the pixels end early, though the file has its end marker")
            case .leftOver(let bytes):
                .unreadable("the picture is damaged: \(bytes) byte(s) of its coded data belong to no pixel")
            case .undecodable: .unreadable("the jpeg data can't be decoded")
            }
    }
}
