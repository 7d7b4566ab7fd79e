import Dataset
import Store
import Testing
import Train

@Suite struct LossCurveTests {
    private static func curve(_ points: [(Int?, Double?)]) -> LossCurve {
        LossCurve(
            points.enumerated().map {
                RecordScene.observation(Double($0.offset), "training", step: $0.element.0, loss: $0.element.1)
            })
    }

    @Test(
        arguments: [
            ([], [], 0, 0),
            ([(1, 0.5), (2, 0.4)], [1, 2], 0, 0),
            // Seen twice, and sights without a step or a loss.
            ([(1, 0.5), (1, 0.4), (nil, 0.3), (2, nil)], [1], 0, 0),
            // Begun anew: what is done a second time counts.
            ([(1, 0.5), (5, 0.4), (9, 0.3), (4, 0.6), (6, 0.2)], [1, 4, 6], 1, 0),
            ([(5, 0.5), (0, nil), (1, 0.7)], [1], 1, 0),
            ([(1, .nan), (2, .infinity), (3, 0.5)], [3], 0, 2),
            ([(.min, 1), (.max, 2)], [.min, .max], 0, 0),
        ] as [([(Int?, Double?)], [Int], Int, Int)])
    func pointsOfAHistory(_ points: [(Int?, Double?)], _ steps: [Int], _ restarts: Int, _ odd: Int) {
        let curve = Self.curve(points)
        #expect(curve.points.map(\.step) == steps && curve.restarts == restarts && curve.invalidLosses == odd)
    }

    @Test func aFallingLossInASCII() {
        let lines = Self.curve((1...8).map { ($0, Double(9 - $0) / 10) }).lines(width: 24, .ascii)
        #expect(
            lines == [
                "   0.8000 +#", "          |##", "          |###", "          |####", "          |#####",
                "          |#####", "          |######", "   0.1000 +########", "     loss +--------",
                "           step 1  8",
            ])
    }

    @Test func aFallingLossInBlocks() {
        let lines = Self.curve([(0, 1), (10, 0.5), (20, 0)]).lines(width: 24, height: 2, .unicode)
        #expect(
            lines == [
                "   1.0000 ┤████▁▁▁▁", "   0.0000 ┤████████▁▁▁▁", "     loss └────────────",
                "           step 0    20",
            ])
    }

    @Test(arguments: [20, 40, 60, 72, 200]) func itFitsItsWidth(_ width: Int) {
        let curve = Self.curve((0..<1000).map { ($0, 1 / Double($0 + 1)) })
        for signs in [LossCurve.Signs.ascii, .unicode] {
            let lines = curve.lines(width: width, signs)
            #expect(lines.count == 10 && lines.allSatisfy { $0.count <= max(24, width) }, "\(lines)")
            #expect(signs == .unicode || lines.joined().allSatisfy(\.isASCII))
        }
    }

    @Test func aColumnIsItsMean() {
        // Two columns are too few to tell the noise from the fall.
        let noisy = Self.curve((0..<2000).map { ($0, $0 < 1000 ? ($0 % 2 == 0 ? 0.0 : 2) : 0.5) })
        let top = noisy.lines(width: 36, .ascii)[0]
        #expect(top.hasPrefix("   1.0000 +"))
    }

    @Test func hugeLossesStickOutAndTheRestIsStillToBeSeen() {
        var points: [(Int?, Double?)] = (0..<40).map { ($0, 1 - Double($0) / 80) }
        points[20].1 = 1e300
        let lines = Self.curve(points).lines(width: 60, .ascii)
        #expect(lines[0].contains("^") && lines[0].hasPrefix("   1.0"), "\(lines)")
        #expect(lines[7].filter { $0 == "#" }.count == 40)
        let wild = Self.curve((0..<9).map { ($0, $0 % 2 == 0 ? 1.7e308 : -1.7e308) })
        #expect(wild.lines(width: 60, .unicode).allSatisfy { $0.count <= 60 })
    }

    @Test func aFlatLossAndAGap() {
        let flat = Self.curve([(1, 0.2), (2, 0.2), (3, 0.2)]).lines(width: 24, height: 2, .ascii)
        #expect(flat[0] == "   0.2000 +" && flat[1] == "   0.2000 +############")
        let gap = Self.curve([(0, 1), (1, 1), (98, 1), (100, 1)]).lines(width: 20, height: 1, .ascii)
        // Nobody looked in the middle: nothing is drawn there.
        #expect(gap[0].hasSuffix("+###      ###"), "\(gap)")
        #expect(Self.curve([(1, 0.5)]).lines(width: 60, .ascii) == [])
    }
}
