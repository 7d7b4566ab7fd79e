import CVipsShims

/// A JPEG file under the eyes of its codec: what `Picture` reads, with every warning of libjpeg looked at.
///
/// libvips passes on the first warning alone, and none about the last rows. Many encoders earn a harmless one; what a
/// damaged file shows comes behind it, or behind the last row.
public struct JPEGReading: ~Copyable {
    /// Its picture. The rows must be asked for whole and once, top to bottom, as `reduced` does.
    public let picture: Picture
    private let reading: OpaquePointer

    deinit { cvips_jpeg_release(reading) }

    /// Opens a file and reads its header; `shrink` is 1, 2, 4 or 8.
    public static func open(_ path: String, shrink: Int = 1, deadline: Deadline? = nil) throws(VipsError)
        -> JPEGReading
    {
        try VipsRuntime.start()
        var reading: OpaquePointer?
        let picture = try Picture.make("open", deadline) {
            cvips_jpeg_open(path, Int32(shrink), &reading)
        }
        guard let reading else { throw .taken(from: "open") }
        return JPEGReading(picture: picture, reading: reading)
    }

    /// Reads what is left of the file behind the rows that were asked for, and tells its damage; nil for a whole file.
    /// To be called once, as the last thing.
    public func finish() throws(VipsError) -> JPEGDamage? { try finishCounting().damage }

    /// The same, with the number of libjpeg's warnings, of harmless things too.
    func finishCounting() throws(VipsError) -> (damage: JPEGDamage?, warnings: Int) {
        let found = try picture.evaluate("decode") { _ in
            var found = cvips_jpeg_damage()
            return cvips_jpeg_finish(reading, &found) == 0 ? found : nil
        }
        let damage: JPEGDamage? =
            switch found.kind {
            case CVIPS_JPEG_ENDS_EARLY: .endsEarly
            case CVIPS_JPEG_LEFT_OVER: .leftOver(bytes: found.bytes)
            case CVIPS_JPEG_UNDECODABLE: .undecodable
            default: nil
            }
        return (damage, found.warnings)
    }
}

/// How the coded data of a JPEG are damaged, where libjpeg can tell. The pixels are not what they were.
public enum JPEGDamage: Sendable, Equatable {
    /// They end before the picture does.
    case endsEarly
    /// So many bytes of them belong to no pixel: the decoder took others for them.
    case leftOver(bytes: Int)
    /// They hold codes that mean nothing, or come in the wrong order.
    case undecodable
}
