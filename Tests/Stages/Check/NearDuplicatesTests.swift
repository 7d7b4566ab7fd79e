import Imaging
import Testing

@testable import Check

@Suite struct NearDuplicatesTests {
    /// Hashes of which many are near another: each new one is random or an old one with up to 18 bits turned around.
    private func hashes(_ count: Int) -> [PerceptualHash] {
        var state: UInt64 = 88_172_645_463_325_252
        func random() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        var bits: [UInt64] = []
        for _ in 0..<count {
            guard bits.count > 10, random() % 3 > 0 else {
                bits.append(random())
                continue
            }
            var near = bits[Int(random() % UInt64(bits.count))]
            for _ in 0..<random() % 19 { near ^= 1 << (random() % 64) }
            bits.append(near)
        }
        return bits.map(PerceptualHash.init(bits:))
    }

    @Test(arguments: Array(0...16)) func itFindsWhatComparingAllFinds(_ distance: Int) {
        var index = NearDuplicates()
        let all = hashes(400)
        for (position, hash) in all.enumerated() {
            let first = all[..<position].firstIndex { $0.distance(to: hash) <= distance }
            let expected = first.map {
                NearDuplicates.Match(position: $0, distance: all[$0].distance(to: hash))
            }
            #expect(index.firstWithin(distance, of: hash) == expected)
            index.insert(hash)
        }
        #expect(index.count == all.count)
    }

    @Test func thousandsOfEqualHashesCostNoMoreThanOne() {
        // With each linked into the tables this would be a billion comparisons.
        var index = NearDuplicates()
        for _ in 0..<30_000 { index.insert(PerceptualHash(bits: 0x0123_4567_89AB_CDEF)) }
        #expect(
            index.firstWithin(8, of: PerceptualHash(bits: 0x0123_4567_89AB_CDEE))
                == .init(position: 0, distance: 1))
    }
}
