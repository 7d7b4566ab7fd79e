import Foundation
import Vips

/// How fast this machine inspects images, measured by a short trial once a process.
enum MachineSpeed {
    /// The factor by which work takes longer here than where the budgets were measured: 1 to 3.
    ///
    /// The trial reads and reduces a PNG of 256 by 256 pixels of 16-bit RGBA, which the process makes in its memory, three
    /// times, and takes the quickest. It measures processor time, so other programs count only as far as they slow this
    /// one down. All of it takes some ten milliseconds. Never below 1: a fast machine needs no tighter limits.
    static let slowness: Double = {
        // `try?`: a library that can't do this fails at the first picture, with its message.
        guard let trial = try? Trial(), let seconds = try? trial.quickest(of: 3) else { return 1 }
        return min(3, max(1, seconds / Trial.reference))
    }()

    /// Measured on one core of 2024.
    private struct Trial {
        /// Seconds.
        static let reference = 0.0014
        private let file: [UInt8]

        init() throws(VipsError) {
            let size = 256
            let pixels = (0..<size * size * 4).map { UInt16(truncatingIfNeeded: ($0 &* 40503) >> 3 & 0xFF00) }
            file = try Picture.from16BitPixels(pixels, width: size, height: size, bands: 4)
                .encoded(as: .png(compression: 1))
        }

        func quickest(of rounds: Int) throws(VipsError) -> Double {
            var quickest = Double.infinity
            for _ in 0..<rounds {
                let start = Self.processorTime()
                _ = try Picture.open(bytes: file, as: .png).reduced(by: 4, samplingEvery: 2)
                quickest = min(quickest, Self.processorTime() - start)
            }
            return quickest
        }

        private static func processorTime() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
    }
}
