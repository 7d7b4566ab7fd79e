import Dataset

/// What looking at one picture may cost.
///
/// The dearest honest pictures that could be made, on one core of 2024, in seconds of processor time for decoding and
/// reducing them; the work on small copies takes less than a tenth of a second more:
///
/// | picture | megabytes | used | given |
/// |---|---|---|---|
/// | PNG, 49 MP, grey, one colour | 0.06 | 0.15 | 1.4 |
/// | PNG, 12 MP, noise | 27 | 0.35 | 2.3 |
/// | PNG, 25 MP, 16-bit RGBA, one colour under the Paeth filter | 0.9 | 0.57 | 3.2 |
/// | PNG, 20 MP, 16-bit RGBA, waves under the Paeth filter | 45 | 1.1 | 4.9 |
/// | PNG, 16 MP, interlaced, 16-bit RGBA, waves | 52 | 1.3 | 4.8 |
/// | JPEG, 12 MP, quality 90 | 3.2 | 0.05 | 0.9 |
/// | JPEG, 17 MP, progressive CMYK, noise at quality 95 | 36 | 1.4 | 4.9 |
/// | WebP, 17 MP, one colour | 0.03 | 0.09 | 0.6 |
/// | WebP, 17 MP, lossy | 4.9 | 0.38 | 1.6 |
/// | WebP, 17 MP, lossy, with alpha | 6.6 | 0.49 | 1.9 |
///
/// A budget of 0.4 s, so much a pixel and, by the format, 50 to 200 ns a byte, at most 8 s, gives each at least three
/// times what it uses. A pixel of a PNG is the dearer the more bytes it unfolds to: 21 ns for one, 112 for eight. All of it
/// is multiplied where the machine is slower (`MachineSpeed`).
enum LookBudget {
    /// Processor time for a file of so many bytes, with this structure.
    static func processor(
        _ format: ImageFormat, bytes: Int64, _ structure: FileStructure, slowness: Double
    ) -> Duration {
        let (byte, pixel) =
            switch format {
            case .png: (50.0, 8 + 13 * Double(structure.bytesPerPixel))
            case .jpeg: (120.0, 12.0)
            case .webp: (200.0, 12.0)
            }
        let pixels = Double(structure.size.width) * Double(structure.size.height)
        return sum(Double(bytes) * byte + pixels * pixel, slowness)
    }

    /// Processor time until a file's structure is known.
    static func walk(bytes: Int64, slowness: Double) -> Duration {
        sum(Double(bytes) * 50, slowness)
    }

    private static func sum(_ nanoseconds: Double, _ slowness: Double) -> Duration {
        .nanoseconds(Int(min(nanoseconds + 400_000_000, 8_000_000_000) * slowness))
    }

    /// The wall clock's limit, for a machine that is busy with something else. Above the most processor time that is given,
    /// 24 s on a slow machine.
    static let wall = Duration.seconds(30)

    /// Private memory of a process that looks, as it is asked for and not as it is touched: the dearest honest picture, a
    /// WebP of 17 MP with compressed alpha, asks for 400 MB and touches 200. With a check's own process beside it, a
    /// hostile file stays below 512 MB.
    static let memory = 416 << 20
}
