import Testing
import Vips

@Suite struct PictureSheetTests {
    private func dot(_ value: UInt8, width: Int = 1, height: Int = 1) throws -> Picture {
        try Picture.plain(width: width, height: height, (value, value, value))
    }

    /// The first band of each pixel.
    private func values(_ picture: borrowing Picture) throws -> [UInt8] {
        let pixels = try picture.pixels()
        return stride(from: 0, to: pixels.count, by: 3).map { pixels[$0] }
    }

    @Test func placedAndCentred() throws {
        #expect(
            try values(dot(9).placed(left: 1, top: 0, onWidth: 3, height: 2, background: (1, 1, 1)))
                == [1, 9, 1, 1, 1, 1])
        #expect(
            try values(dot(9).centred(onWidth: 3, height: 3, background: (1, 1, 1)))
                == [1, 1, 1, 1, 9, 1, 1, 1, 1])
        // What reaches outside, wholly too, is cut off.
        for left in [-1, -9, 3] {
            let off = try dot(9).placed(left: left, top: 0, onWidth: 2, height: 1, background: (1, 2, 3))
            #expect(try off.pixels() == [1, 2, 3, 1, 2, 3])
        }
    }

    @Test func coveredAndDimmed() throws {
        let ground = try dot(200, width: 2, height: 2)
        #expect(try values(ground.covered(by: dot(9), left: 1, top: 1)) == [200, 200, 200, 9])
        #expect(
            try values(ground.covered(by: dot(9, width: 5, height: 1), left: 1, top: 0)) == [
                200, 9, 200, 200,
            ])
        #expect(try values(ground.dimmed(by: 0.5)) == [100, 100, 100, 100])
        #expect(try ground.dimmed(by: 0.5).interpretation == "srgb")
    }

    @Test func aGridGoesRowByRow() throws {
        var grid = PictureGrid(columns: 2, spacing: 1, background: (0, 0, 0))
        #expect(throws: VipsError.self) { _ = try grid.joined().width }
        for value in [UInt8(1), 2, 3] { grid.add(try dot(value)) }
        #expect(grid.count == 3)
        let joined = try grid.joined()
        _ = consume grid
        #expect(joined.width == 3 && joined.height == 3)
        #expect(try values(joined) == [1, 0, 2, 0, 0, 0, 3, 0, 0])
        var one = PictureGrid(columns: 5, spacing: 4, background: (7, 7, 7))
        one.add(try dot(1))
        #expect(try values(one.joined()) == [1])
    }
}
