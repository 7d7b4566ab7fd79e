import Dataset
import Testing

@Suite struct CropPlanTests {
    /// Every size from tiny to huge, square, odd, even, long and thin.
    private static let sizes: [PixelSize] = {
        var dice = Dice(seed: 4)
        var sizes = [1, 2, 511, 512, 513, 767, 768, 1023, 1024, 1025, 2048].flatMap { width in
            [1, 511, 512, 513, 1024, 1025, 4000].map { PixelSize(width: width, height: $0) }
        }
        for limit in [40, 1100, 9000] {
            for _ in 0..<1000 {
                sizes.append(
                    PixelSize(
                        width: Int.random(in: 1...limit, using: &dice),
                        height: Int.random(in: 1...limit, using: &dice)))
            }
        }
        return sizes
    }()

    @Test(arguments: Resolution.allCases) func coversTheSquareExactly(_ resolution: Resolution) throws {
        let side = resolution.side
        for size in Self.sizes {
            let plan = try #require(CropPlan(square: side, from: size))
            let (resized, crop) = (plan.resized, plan.crop)
            let short = min(size.width, size.height)
            #expect(min(resized.width, resized.height) == side, "\(size)")
            #expect(crop.size == PixelSize(width: side, height: side))
            // Inside the resized picture, in its middle; of an odd rest the larger half is right or below.
            let right = resized.width - side - crop.left
            let below = resized.height - side - crop.top
            #expect(crop.left >= 0 && crop.top >= 0 && (0...1).contains(right - crop.left))
            #expect((0...1).contains(below - crop.top), "\(size)")
            // The shape is kept to half a pixel.
            let exact = Double(side) / Double(short)
            #expect(abs(Double(resized.width) - Double(size.width) * exact) <= 0.5 + 1e-6, "\(size)")
            #expect(abs(Double(resized.height) - Double(size.height) * exact) <= 0.5 + 1e-6, "\(size)")
            #expect(plan.enlarges == (short < side) && abs(plan.scale - exact) < 1e-9)
            #expect(plan.loss >= 0 && plan.loss < 1)
        }
    }

    @Test(arguments: Resolution.allCases) func theSourceBoxIsInsideThePicture(_ resolution: Resolution) throws
    {
        for size in Self.sizes {
            let plan = try #require(CropPlan(square: resolution.side, from: size))
            let box = plan.sourceBox
            #expect(box.left >= 0 && box.top >= 0 && box.size.width > 0 && box.size.height > 0, "\(size)")
            #expect(box.left + box.size.width <= size.width, "\(size)")
            #expect(box.top + box.size.height <= size.height, "\(size)")
            let short = min(size.width, size.height)
            // One side whole; the other as long, as far as whole pixels of the resized picture allow.
            #expect(max(box.size.width, box.size.height) >= short, "\(size)")
            let slack = 1 + short / (2 * resolution.side)
            #expect(abs(box.size.width - box.size.height) <= slack, "\(size)")
            #expect(
                abs(size.width - box.size.width - 2 * box.left) <= 2 + slack + short / resolution.side,
                "\(size)")
            #expect(
                abs(size.height - box.size.height - 2 * box.top) <= 2 + slack + short / resolution.side,
                "\(size)")
        }
    }

    @Test func knownPlans() throws {
        let wide = try #require(CropPlan(square: 1024, from: PixelSize(width: 3840, height: 2160)))
        #expect(wide.resized == PixelSize(width: 1820, height: 1024))
        #expect(wide.crop == PixelBox(left: 398, top: 0, width: 1024, height: 1024))
        #expect((wide.loss * 100).rounded() == 44)
        for (width, height, percent) in [(3000, 2000, 33.0), (4000, 3000, 25), (800, 800, 0)] {
            let plan = try #require(CropPlan(square: 1024, from: PixelSize(width: width, height: height)))
            #expect((plan.loss * 100).rounded() == percent)
        }
        let same = try #require(CropPlan(square: 512, from: PixelSize(width: 512, height: 512)))
        #expect(same.resized == same.source && same.scale == 1 && !same.enlarges && same.loss == 0)
        #expect(same.sourceBox == same.crop)
        let tall = try #require(CropPlan(square: 512, from: PixelSize(width: 512, height: 515)))
        #expect(tall.crop == PixelBox(left: 0, top: 1, width: 512, height: 512))
    }

    @Test(arguments: [(0, 10, 512), (10, 0, 512), (-1, 10, 512), (10, 10, 0)])
    func nothingCoversWithoutPixels(_ width: Int, _ height: Int, _ side: Int) {
        #expect(CropPlan(square: side, from: PixelSize(width: width, height: height)) == nil)
    }

    @Test func aFocusIsInTheMiddleAsFarAsTheEdgesAllow() throws {
        let size = PixelSize(width: 3000, height: 2000)
        func left(_ x: Double) throws -> Int {
            let focus = try #require(Focus(x: x, y: 0.5))
            let square = PixelSize(width: 1000, height: 1000)
            return try #require(CropPlan(filling: square, from: size, keeping: focus)).crop.left
        }
        #expect(try left(0.5) == 250 && left(0.4) == 100)
        #expect(try left(0) == 0 && left(0.1) == 0 && left(1) == 500 && left(0.9) == 500)
        let upright = PixelSize(width: 2000, height: 3000)
        let below = try #require(Focus(x: 0, y: 0.6))
        let plan = try #require(CropPlan(square: 1000, from: upright, keeping: below))
        #expect(plan.crop == PixelBox(left: 0, top: 400, width: 1000, height: 1000))
        #expect(plan.sourceBox == PixelBox(left: 0, top: 800, width: 2000, height: 2000))
    }

    /// What the trainer does with a picture and a bucket, by its own arithmetic: covered, centred, nothing lost that
    /// need not be.
    @Test func fillsAnyShape() throws {
        for size in Self.sizes {
            let bucket = Buckets(.r1024).best(for: size)
            let plan = try #require(CropPlan(filling: bucket, from: size))
            let scale = max(
                Double(bucket.width) / Double(size.width), Double(bucket.height) / Double(size.height))
            #expect(plan.crop.size == bucket && abs(plan.scale - scale) < 1e-9)
            #expect(plan.resized.width == bucket.width || plan.resized.height == bucket.height)
            #expect(abs(Double(plan.resized.width) - Double(size.width) * scale) <= 0.5 + 1e-6, "\(size)")
            #expect(abs(Double(plan.resized.height) - Double(size.height) * scale) <= 0.5 + 1e-6, "\(size)")
            #expect(plan.crop.left + bucket.width <= plan.resized.width && plan.crop.left >= 0)
            #expect(plan.crop.top + bucket.height <= plan.resized.height && plan.crop.top >= 0)
            let box = plan.sourceBox
            #expect(box.left >= 0 && box.left + box.size.width <= size.width, "\(size)")
            #expect(box.top >= 0 && box.top + box.size.height <= size.height, "\(size)")
            #expect(plan.enlarges == (scale > 1))
        }
    }
}

extension CropPlan {
    fileprivate init?(square side: Int, from source: PixelSize, keeping focus: Focus = .centre) {
        self.init(filling: PixelSize(width: side, height: side), from: source, keeping: focus)
    }
}
