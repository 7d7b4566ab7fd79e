import Dataset

/// The limits of processor time, wall-clock time and memory for one inspection.
///
/// The most expensive valid pictures that could be made, on one core of 2024, in seconds of processor time for decoding and
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
/// The budget is 0.4 s, an amount for each pixel and, by the format, 50 to 200 ns for each byte, at most 8 s: at least three
/// times what each uses. A pixel of a PNG costs more the more bytes it unfolds to: 21 ns for one, 112 for eight. All of it
/// is multiplied on a slower machine (`MachineSpeed`).
enum InspectionBudget {
    /// Processor time for decoding and measuring a file of `bytes` bytes.
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

    /// Processor time for walking a file's structure.
    static func walk(bytes: Int64, slowness: Double) -> Duration {
        sum(Double(bytes) * 50, slowness)
    }

    private static func sum(_ nanoseconds: Double, _ slowness: Double) -> Duration {
        .nanoseconds(Int(min(nanoseconds + 400_000_000, 8_000_000_000) * slowness))
    }

    /// Wall-clock time, for a machine that is busy with something else. Above the largest budget of processor time, which is
    /// 24 s on a slow machine.
    static let wall = Duration.seconds(30)

    /// Private memory of a worker process in bytes, as allocated, not as touched: the most expensive valid picture, a WebP of
    /// 17 MP with compressed alpha, allocates 400 MB and touches 200. Together with the program's own process, a hostile
    /// file stays below 512 MB.
    static let memory = 416 << 20
}
