import Vips

/// Pixels in memory, row by row, with 8 bits a band.
struct PixelGrid: Sendable {
    let width: Int
    let height: Int
    let bands: Int
    let values: [UInt8]

    /// `values` has `width` × `height` × `bands` bytes.
    init(width: Int, height: Int, bands: Int, values: [UInt8]) {
        precondition(values.count == width * height * bands, "a grid has all its pixels")
        self.width = width
        self.height = height
        self.bands = bands
        self.values = values
    }

    /// All pixels of a small picture; of 16 bits the upper 8.
    init(_ picture: borrowing Picture) throws(VipsError) {
        let bytes = try picture.pixels()
        width = picture.width
        height = picture.height
        bands = picture.bands
        // Two bytes a band in the machine's order, which is little-endian wherever this runs.
        values =
            picture.bitsPerBand == 16
            ? stride(from: 1, to: bytes.count, by: 2).map { bytes[$0] } : bytes
    }

    /// The grey of an RGB grid, by the weights that PIL and JPEG use (ITU-R 601), 0 to 255.
    func grey() -> [UInt8] {
        guard bands >= 3 else { return values }
        return values.withUnsafeBufferPointer { values in
            [UInt8](unsafeUninitializedCapacity: width * height) { grey, count in
                count = width * height
                for pixel in 0..<count {
                    let at = pixel * bands
                    let sum = 299 * Int(values[at]) + 587 * Int(values[at + 1]) + 114 * Int(values[at + 2])
                    grey[pixel] = UInt8((sum + 500) / 1000)
                }
            }
        }
    }

    /// Whether the bands of each pixel of an RGB grid differ by at most `tolerance` levels. In a JPEG of a grey picture they
    /// differ by up to 2, in a faint sepia by 10 or more.
    func isGrey(tolerance: Int = 6) -> Bool {
        guard bands >= 3 else { return true }
        return values.withUnsafeBufferPointer { values in
            for at in stride(from: 0, to: values.count, by: bands) {
                let (red, green, blue) = (Int(values[at]), Int(values[at + 1]), Int(values[at + 2]))
                let apart = max(abs(red - green), abs(green - blue), abs(red - blue))
                if apart > tolerance { return false }
            }
            return true
        }
    }
}
