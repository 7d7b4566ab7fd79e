import Dataset
import Testing
import Vips

@testable import Imaging

@Suite struct AttentionTests {
    /// Flat grey but for one spot of colour and detail, its middle at a share of the width.
    private func spot(at share: Double, width: Int = 240, height: Int = 80) throws -> Picture {
        var pixels = [UInt8](repeating: 128, count: width * height * 3)
        let middle = Int(share * Double(width))
        for y in height / 2 - 12..<height / 2 + 12 {
            for x in max(0, middle - 12)..<min(width, middle + 12) {
                let at = (y * width + x) * 3
                let isDark = (x / 3 + y / 3) % 2 == 0
                (pixels[at], pixels[at + 1], pixels[at + 2]) = isDark ? (220, 90, 60) : (20, 30, 200)
            }
        }
        return try Picture.fromPixels(pixels, width: width, height: height)
    }

    @Test(arguments: [0.15, 0.3, 0.5, 0.7, 0.85]) func bothFindTheSpot(_ share: Double) throws {
        let attention = try Attention(of: try spot(at: share))
        for focus in [attention.attention, attention.entropy] {
            // The square is a third of the width: its middle keeps away from the edges by a sixth.
            let reach = min(max(share, 1.0 / 6), 5.0 / 6)
            #expect(abs(focus.x - reach) < 0.13 && focus.y == 0.5, "\(focus) for \(share)")
        }
    }

    @Test func aSquareHasNothingToChoose() throws {
        #expect(try Attention(of: try spot(at: 0.2, width: 80)) == Attention())
        #expect(
            try Attention(of: Picture.fromPixels([1, 2, 3, 4, 5, 6], width: 2, height: 1)) == Attention())
    }
}
