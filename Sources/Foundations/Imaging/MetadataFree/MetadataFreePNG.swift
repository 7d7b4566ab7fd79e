import Dataset

extension MetadataFreeImage {
    /// A PNG of 8-bit RGB, not interlaced, of IHDR, IDAT and IEND. sRGB and pHYs are allowed: neither changes a pixel.
    static func pngSize(_ file: [UInt8]) throws(ExtraneousData) -> PixelSize {
        guard FileSignature(file.prefix(8)) == .picture(.png) else { throw ExtraneousData("it is no PNG") }
        var chunks = PNGChunks(MemoryBytes(file))
        guard let first = chunks.next(), first.name == "IHDR", first.fits,
            let header = PNGHeader(chunks.data(of: first, upTo: 14))
        else { throw ExtraneousData("it does not begin with its header") }
        guard header.depth == 8, header.colourType == 2 else {
            throw ExtraneousData("it has \(header.depth) bits and the colour type \(header.colourType)")
        }
        guard header.interlace == 0, header.methods == [0, 0] else {
            throw ExtraneousData("it is interlaced")
        }
        var seen: [String] = ["IHDR"]
        while seen.last != "IEND" {
            guard let chunk = chunks.next() else { throw endsEarly }
            let (name, length) = (chunk.name, chunk.length)
            // Any number of chunks of pixels, one behind the other; of the others one, before the pixels.
            let isAllowed =
                switch name {
                case "IDAT": seen.last == "IDAT" || !seen.contains("IDAT")
                case "sRGB": length == 1 && !seen.contains("sRGB") && !seen.contains("IDAT")
                case "pHYs": length == 9 && !seen.contains("pHYs") && !seen.contains("IDAT")
                case "IEND": length == 0 && seen.contains("IDAT")
                default: false
                }
            guard isAllowed else {
                throw ExtraneousData("it carries a chunk \(printable(name)) that it should not")
            }
            guard chunk.fits else { throw endsEarly }
            if seen.last != name { seen.append(name) }
        }
        let left = Int64(file.count) - chunks.offset
        guard left == 0 else { throw ExtraneousData("\(left) bytes stand behind its end") }
        return PixelSize(width: header.width, height: header.height)
    }
}
