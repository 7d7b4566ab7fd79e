import Foundation
public import Vips

/// A picture made by code that is to the rules like a photograph: broad shapes, edges and grain.
public struct Scenery {
    /// In pixels.
    public var width: Int
    /// In pixels.
    public var height: Int
    /// Another number, another picture.
    public var seed: UInt32
    /// What becomes of each value.
    public var tone: (Double) -> Double

    /// The same numbers give the same picture.
    public init(
        width: Int = 320, height: Int = 240, seed: UInt32, tone: @escaping (Double) -> Double = { $0 }
    ) {
        self.width = width
        self.height = height
        self.seed = seed
        self.tone = tone
    }

    /// The pixels of 3 bands. Made with plain loops over tables: without optimisation all else takes seconds.
    public func pixels() -> [UInt8] {
        var state = seed &* 2_654_435_761 &+ 1
        func random() -> Double {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double(state >> 8) / Double(1 << 24)
        }
        func wave(_ length: Int, _ frequency: Double, _ strength: Double) -> [Int] {
            let phase = random() * 2 * .pi
            return (0..<length).map {
                Int(strength * cos(phase + frequency * .pi * Double($0) / Double(length)))
            }
        }
        let waves = 4
        var across: [Int] = []
        var down: [Int] = []
        var weights: [Int] = []
        for n in 0..<waves {
            across += wave(width, random() * 2 + Double(n), 64)
            down += wave(height, random() * 2 + Double(n), 64)
            weights += (0..<3).map { _ in Int((random() - 0.5) * 64) }
        }
        // Grain in lumps, so that some is left in a small copy.
        let lump = max(1, width / 64)
        let grain = (0..<4096).map { _ in Int((random() - 0.5) * 110) }
        let tones = (0..<256).map { UInt8(max(0, min(255, tone(Double($0))))) }
        let bands = 3
        return [UInt8](unsafeUninitializedCapacity: width * height * bands) { pixels, count in
            count = width * height * bands
            var sums = [Int](repeating: 0, count: waves)
            for y in 0..<height {
                for x in 0..<width {
                    for n in 0..<waves { sums[n] = across[n * width + x] * down[n * height + y] }
                    let edge = sums[1] > 800 ? 40 : 0
                    let ground = 100 + edge + grain[(y / lump * 61 + x / lump * 7) & 4095]
                    for band in 0..<bands {
                        var value = ground
                        for n in 0..<waves { value += sums[n] * weights[n * bands + band] >> 10 }
                        pixels[(y * width + x) * bands + band] = tones[max(0, min(255, value))]
                    }
                }
            }
        }
    }

    /// The picture.
    public func picture() throws -> Picture { try Picture.fromPixels(pixels(), width: width, height: height) }

    /// A picture without an edge or a grain, of which each grey has about as many pixels: what a rule takes for blurred.
    public static func blurred(_ seed: Int) throws -> Picture {
        let pixels = (0..<320 * 240).flatMap { at -> [UInt8] in
            let value = UInt8(5 + (at % 320) * 4 / 13 + (at / 320) * 2 / 5)
            return [value, value &+ UInt8(seed), value]
        }
        return try Picture.fromPixels(pixels, width: 320, height: 240)
    }
}
