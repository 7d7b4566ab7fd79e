import Dataset

extension PlainPicture {
    /// A WebP of one chunk, lossy or lossless. The extended form is the one that can carry metadata, alpha beside a lossy
    /// picture, and animation.
    static func plainWebP(_ file: [UInt8]) throws(Impurity) -> PixelSize {
        var reader = PlainReader(file)
        guard try reader.name() == "RIFF", try reader.little(4) == file.count - 8, try reader.name() == "WEBP"
        else { throw Impurity("it is no WebP, or not as long as it says") }
        let name = try reader.name()
        let length = try reader.little(4)
        guard reader.left == length + length % 2 else {
            throw Impurity("there is more in it than its pixels")
        }
        switch name {
        case "VP8 ":
            // A key frame's header: three bytes that begin with a bit 0, three fixed ones, then the sides in 14 bits each;
            // above them stand two bits that ask for an enlargement, which decoders leave to others.
            let tag = try reader.little(3)
            guard tag & 1 == 0, try reader.big(3) == 0x9D012A else { throw Impurity("it is no key frame") }
            let (width, height) = (try reader.little(2), try reader.little(2))
            guard width < 1 << 14, height < 1 << 14 else { throw Impurity("it asks to be enlarged") }
            return PixelSize(width: width, height: height)
        case "VP8L":
            guard try reader.byte() == 0x2F else { throw Impurity("it is not lossless, as it says") }
            let bits = try reader.little(4)
            guard bits >> 28 == 0 else { throw Impurity("it has alpha") }
            return PixelSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
        default:
            throw Impurity("it carries a chunk \(name) that it should not")
        }
    }
}
