import Dataset

extension MetadataFreeImage {
    /// A WebP of one chunk, lossy or lossless. Only the extended form can carry metadata, alpha beside a lossy picture, and
    /// animation.
    static func webpSize(_ file: [UInt8]) throws(ExtraneousData) -> PixelSize {
        var chunks = WebPChunks(MemoryBytes(file))
        guard FileSignature(file.prefix(12)) == .picture(.webp), chunks.end == Int64(file.count) else {
            throw ExtraneousData("it is no WebP, or not as long as it says")
        }
        guard let chunk = chunks.next() else { throw endsEarly }
        guard chunk.end == Int64(file.count) else {
            throw ExtraneousData("there is more in it than its pixels")
        }
        switch chunk.name {
        case "VP8 ":
            guard let header = VP8Header(chunks.data(of: chunk, upTo: VP8Header.size)), header.isKeyFrame
            else { throw ExtraneousData("it is no key frame") }
            guard !header.isScaled else { throw ExtraneousData("it asks to be enlarged") }
            return PixelSize(width: header.width, height: header.height)
        case "VP8L":
            guard let header = VP8LHeader(chunks.data(of: chunk, upTo: VP8LHeader.size)) else {
                throw ExtraneousData("it is not lossless, as it says")
            }
            guard header.flags == 0 else { throw ExtraneousData("it has alpha") }
            return PixelSize(width: header.width, height: header.height)
        default:
            throw ExtraneousData("it carries a chunk \(printable(chunk.name)) that it should not")
        }
    }
}
