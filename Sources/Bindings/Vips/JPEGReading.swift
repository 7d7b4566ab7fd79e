import CVipsShims

/// A JPEG file that is read with every warning of libjpeg examined; the pixels are those of `Picture`.
///
/// libvips reports only the first warning, and none about the last rows. Files of many encoders cause a harmless one; the
/// warnings of a damaged file come after it, or after the last row.
public struct JPEGReading: ~Copyable {
    /// Its picture. Read the rows whole and once, top to bottom, as `reduced` does.
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

    /// Reads the rest of the file behind the rows that were read, and returns its damage; nil for a whole file. Call it once,
    /// last.
    public func finish() throws(VipsError) -> JPEGDamage? { try finishCounting().damage }

    /// The same, with the number of all libjpeg warnings, harmless ones included.
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

/// Damage of the coded data of a JPEG, where libjpeg detects it. The pixels are not the original ones.
public enum JPEGDamage: Sendable, Equatable {
    /// The data end before the picture.
    case endsEarly
    /// So many bytes belong to no pixel: the decoder read other bytes in their place.
    case leftOver(bytes: Int)
    /// Invalid codes, or parts in the wrong order.
    case undecodable
}
