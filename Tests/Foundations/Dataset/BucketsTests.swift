import Dataset
import TestKit
import Testing

@Suite struct BucketsTests {
    @Test func thereAreAsManyAsTheTrainerHas() {
        let counts = Resolution.allCases.map { Buckets($0).sizes.count }
        #expect(counts == [33, 49, 65])
    }

    @Test(arguments: Resolution.allCases) func eachIsItsOwn(_ resolution: Resolution) {
        let buckets = Buckets(resolution)
        for size in buckets.sizes {
            #expect(buckets.best(for: size) == size && buckets.contains(size))
            #expect(size.width % 16 == 0 && size.height % 16 == 0)
            #expect(size.width * size.height <= resolution.side * resolution.side)
        }
        #expect(!buckets.contains(PixelSize(width: resolution.side + 1, height: resolution.side)))
    }

    /// The trainer's rule, told again in its own language, over thousands of sizes: real ones, thin ones, ties.
    @Test(.needs(.python), arguments: Resolution.allCases) func sortAsTheTrainerDoes(_ resolution: Resolution)
        async throws
    {
        let buckets = Buckets(resolution)
        let sizes = Self.sizes
        let ours = sizes.map { buckets.best(for: $0).argument }
        try await PythonPeer.run(
            "Tests/Foundations/Dataset/buckets.py", ["\(resolution.side)"] + sizes.map(\.argument)
        ) { told in
            let theirs = told["buckets"]?.array?.compactMap(\.string) ?? []
            #expect(theirs.count == sizes.count)
            let differing = zip(sizes, zip(ours, theirs)).filter { $1.0 != $1.1 }
            #expect(differing.isEmpty, "\(differing.prefix(5))")
        }
    }

    private static let sizes: [PixelSize] = {
        var dice = Dice(seed: 16)
        var sizes = [1, 15, 16, 17, 512, 768, 1023, 1024, 1025, 1920, 4032, 6000].flatMap { width in
            [1, 16, 511, 512, 1000, 1024, 1080, 3024, 4000].map { PixelSize(width: width, height: $0) }
        }
        for limit in [64, 1100, 9000] {
            sizes += (0..<1500).map { _ in
                PixelSize(
                    width: Int.random(in: 1...limit, using: &dice),
                    height: Int.random(in: 1...limit, using: &dice))
            }
        }
        return sizes
    }()
}

extension PixelSize {
    fileprivate var argument: String { "\(width)x\(height)" }
}
