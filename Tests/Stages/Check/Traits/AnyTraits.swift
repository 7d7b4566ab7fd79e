import Dataset

@testable import Check

extension Traits {
    /// Of no picture in particular, for what asks only whether they come through.
    static let anything = Traits(
        brightness: Brightness(p1: 0.1, p5: 0.2, p99: 0.9), entropy: 7.5,
        sharpness: Sharpness(edges: 40, greySpread: 12), isGrey: false, transparentShare: 0,
        contentBox: PixelBox(left: 0, top: 3, width: 7, height: 3), hash: PerceptualHash(bits: 0x1234),
        interest: Interest(attention: Focus(x: 0.25, y: 0.5)!, entropy: Focus(x: 0.125, y: 0.5)!),
        detail: Detail(bytesPerPixel: 1.5, pixels: 63))
}
