import Dataset

/// What looking at one picture may cost.
///
/// The dearest honest pictures that could be made, on one core of 2024, in seconds of processor time for decoding
/// alone; the measuring of small copies came later and takes its share of what is left:
///
/// | picture | megabytes | used | given |
/// |---|---|---|---|
/// | PNG, 50 MP, one colour | 0.2 | 0.28 | 1.0 |
/// | PNG, 50 MP, 16-bit RGBA, waves under the Paeth filter | 97 | 1.5 | 5.8 |
/// | PNG, 50 MP, 16-bit RGBA, gradients with noise | 396 | 1.3 | 8 |
/// | PNG, 16 MP, interlaced, 16-bit RGBA, gradients with noise | 128 | 0.5 | 7 |
/// | JPEG, 50 MP, noise at quality 95 | 120 | 0.8 | 8 |
/// | JPEG, 16 MP, progressive, one colour | 0.2 | 0.1 | 0.6 |
/// | JPEG, 16 MP, progressive CMYK, noise at quality 95 | 53 | 1.3 | 5.9 |
/// | WebP, 16 MP, one colour | 0.03 | 0.12 | 0.6 |
/// | WebP, 16 MP, lossy, noise at quality 95 | 15 | 0.9 | 3.6 |
/// | WebP, 16 MP, lossless, gradients with noise | 31 | 0.35 | 6.7 |
///
/// A budget of 0.4 s, 12 ns a pixel and, by the format, 50 to 200 ns a byte, at most 8 s, gives each at least three
/// times what its decoding uses, and ends a hostile file of less than a megabyte and 16 megapixels within 0.8 s.
enum LookBudget {
    /// Processor time for a file of so many bytes that declares so many pixels.
    static func processor(_ format: ImageFormat, bytes: Int64, pixels: Int) -> Duration {
        let byte =
            switch format {
            case .png: 50.0
            case .jpeg: 100.0
            case .webp: 200.0
            }
        return sum(Double(bytes) * byte + Double(pixels) * 12)
    }

    /// Processor time until a file's structure is known.
    static func walk(bytes: Int64) -> Duration { sum(Double(bytes) * 50) }

    private static func sum(_ nanoseconds: Double) -> Duration {
        .nanoseconds(Int(min(nanoseconds + 400_000_000, 8_000_000_000)))
    }

    /// The wall clock's limit, for a machine that is busy with something else.
    static let wall = Duration.seconds(30)

    /// Private memory of a process that looks, as it is asked for and not as it is touched: the dearest honest picture, a
    /// WebP of 16 MP with compressed alpha, asks for 380 MB and touches 190. With a check's own process beside it, a
    /// hostile file stays below 512 MB.
    static let memory = 416 << 20
}
