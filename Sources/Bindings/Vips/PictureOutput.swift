import CVipsShims

extension Picture {
    /// Computes every pixel and keeps none; fails for a damaged file. Takes little memory with sequential access.
    public func decodeAll() throws(VipsError) {
        _ = try evaluate("decode") { cvips_decode($0) == 0 ? true : nil }
    }

    /// Writes a file. It has no metadata unless `keepingMetadata` is set.
    public func encode(
        to path: String, as encoding: PictureEncoding, keepingMetadata: Bool = false
    ) throws(VipsError) {
        let settings = encoding.shim(strip: !keepingMetadata)
        _ = try evaluate("encode") { cvips_encode_file($0, path, settings) == 0 ? true : nil }
    }

    /// The bytes of the file that `encode` would write, for files that fit into memory.
    public func encoded(
        as encoding: PictureEncoding, keepingMetadata: Bool = false
    ) throws(VipsError) -> [UInt8] {
        let settings = encoding.shim(strip: !keepingMetadata)
        return try evaluate("encode") { image in
            taken { cvips_encode_bytes(image, settings, &$0) }
        }
    }

    /// All pixels, row by row, band by band; 16-bit bands as two bytes in the machine's order. For small pictures.
    public func pixels() throws(VipsError) -> [UInt8] {
        let size = width * height * bands * bitsPerBand / 8
        return try evaluate("pixels") { image in
            var isWhole = false
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                isWhole = cvips_pixels(image, buffer.baseAddress, size) == 0
                count = isWhole ? size : 0
            }
            return isWhole ? bytes : nil
        }
    }

    /// Copies memory that the library allocated, and frees it.
    private func taken(_ call: (inout Int) -> UnsafeMutableRawPointer?) -> [UInt8]? {
        var count = 0
        guard let memory = call(&count) else { return nil }
        defer { cvips_free(memory) }
        return [UInt8](UnsafeRawBufferPointer(start: memory, count: count))
    }
}
