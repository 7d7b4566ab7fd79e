import Dataset

extension PlainPicture {
    /// A PNG of 8-bit RGB, rows in their order, of IHDR, IDAT and IEND. Beside them may stand what says sRGB, and how many
    /// pixels make a metre: neither changes a pixel.
    static func plainPNG(_ file: [UInt8]) throws(Impurity) -> PixelSize {
        var reader = PlainReader(file)
        guard try reader.take(8).elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            throw Impurity("it is no PNG")
        }
        guard try reader.big(4) == 13, try reader.name() == "IHDR" else {
            throw Impurity("it does not begin with its header")
        }
        let size = PixelSize(width: try reader.big(4), height: try reader.big(4))
        let (depth, colours) = (try reader.byte(), try reader.byte())
        guard depth == 8, colours == 2 else {
            throw Impurity("it has \(depth) bits and the colour type \(colours)")
        }
        guard try reader.big(3) == 0 else { throw Impurity("it is interlaced") }
        _ = try reader.take(4)
        var seen: [String] = ["IHDR"]
        while seen.last != "IEND" {
            let length = try reader.big(4)
            let name = try reader.name()
            // Of pixels there may be any number of chunks, one behind the other; of the others one, before the pixels.
            let isAllowed =
                switch name {
                case "IDAT": seen.last == "IDAT" || !seen.contains("IDAT")
                case "sRGB": length == 1 && !seen.contains("sRGB") && !seen.contains("IDAT")
                case "pHYs": length == 9 && !seen.contains("pHYs") && !seen.contains("IDAT")
                case "IEND": length == 0 && seen.contains("IDAT")
                default: false
                }
            guard isAllowed else { throw Impurity("it carries a chunk \(name) that it should not") }
            _ = try reader.take(length + 4)
            if seen.last != name { seen.append(name) }
        }
        guard reader.left == 0 else { throw Impurity("\(reader.left) bytes stand behind its end") }
        return size
    }
}
