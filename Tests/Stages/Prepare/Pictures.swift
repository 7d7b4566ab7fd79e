import Vips

/// A picture whose four quarters are plain: red and green above, blue and white below.
func quarters(_ width: Int, _ height: Int) throws -> Picture {
    func row(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        repeated(left, width / 2 * 3) + repeated(right, (width - width / 2) * 3)
    }
    let pixels =
        repeated(row([200, 0, 0], [0, 200, 0]), height / 2 * width * 3)
        + repeated(row([0, 0, 200], [240, 240, 240]), (height - height / 2) * width * 3)
    return try Picture.fromPixels(pixels, width: width, height: height)
}

/// One colour all over.
func plain(_ pixel: [UInt8], _ width: Int = 32, _ height: Int = 32, isCMYK: Bool = false) throws -> Picture {
    let pixels = repeated(pixel, width * height * pixel.count)
    return try Picture.fromPixels(pixels, width: width, height: height, bands: pixel.count, isCMYK: isCMYK)
}

/// Pixels that differ from their neighbours, so that nothing can be left out unseen.
func noise(_ width: Int, _ height: Int) throws -> Picture {
    var state: UInt32 = 7
    // A prime number of values, so that no two rows of a usual width begin alike.
    let values = (0..<10_007).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
    return try Picture.fromPixels(repeated(values, width * height * 3), width: width, height: height)
}

/// A pattern again and again, by whole blocks: value by value, large pictures take unoptimised tests seconds.
func repeated(_ pattern: [UInt8], _ count: Int) -> [UInt8] {
    var values = pattern
    while values.count < count { values += values }
    return Array(values.prefix(count))
}

/// Whether every value is as near as that.
func isNear(_ left: some Sequence<UInt8>, _ right: [Int], _ tolerance: Int) -> Bool {
    zip(left, right).allSatisfy { abs(Int($0) - $1) <= tolerance }
}

/// The three values of one pixel of a square.
func pixel(_ pixels: [UInt8], _ column: Int, _ row: Int, side: Int = 512) -> ArraySlice<UInt8> {
    pixels[(row * side + column) * 3..<(row * side + column) * 3 + 3]
}

/// Whether all pixels of three bands are one colour.
func isPlain(_ pixels: [UInt8]) -> Bool {
    pixels == repeated(Array(pixels.prefix(3)), pixels.count)
}
