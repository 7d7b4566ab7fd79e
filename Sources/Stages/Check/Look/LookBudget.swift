import Dataset

/// What looking at one picture may cost.
///
/// The dearest honest pictures that could be made, on one core of 2024, in seconds of processor time:
///
/// | picture | bytes | used | given |
/// |---|---|---|---|
/// | PNG, 50 MP, one colour | 0.2 MB | 0.28 | 1.0 |
/// | PNG, 50 MP, 16-bit RGBA, gradients with noise | 396 MB | 1.3 | 8 |
/// | PNG, 16 MP, interlaced, 16-bit RGBA | 128 MB | 0.5 | 8 |
/// | JPEG, 50 MP, noise at quality 95 | 120 MB | 0.8 | 8 |
/// | JPEG, 16 MP, progressive, one colour | 0.2 MB | 0.1 | 0.6 |
/// | JPEG, 16 MP, progressive CMYK, noise at quality 95 | 53 MB | 1.3 | 8 |
/// | WebP, 16 MP, one colour | 0.03 MB | 0.12 | 0.6 |
/// | WebP, 16 MP, lossy, noise at quality 95 | 15 MB | 0.9 | 3.6 |
/// | WebP, 16 MP, lossless, gradients with noise | 31 MB | 0.35 | 6.8 |
///
/// A budget of 0.4 s, 12 ns a pixel and 200 ns a byte, at most 8 s, gives each at least three times what it uses, and
/// ends a hostile file of less than a megabyte and 16 megapixels within 0.8 s.
enum LookBudget {
    /// Processor time for a file of so many bytes that declares so many pixels.
    static func processor(bytes: Int64, pixels: Int = 0) -> Duration {
        let nanoseconds = 400_000_000 + Double(bytes) * 200 + Double(pixels) * 12
        return .nanoseconds(Int(min(nanoseconds, 8_000_000_000)))
    }

    /// The wall clock's limit, for a machine that is busy with something else.
    static let wall = Duration.seconds(30)

    /// Private memory of a process that looks, as it is asked for and not as it is touched: the dearest honest picture, a
    /// WebP of 16 MP with compressed alpha, asks for 380 MB and touches 190. With a check's own process beside it, a
    /// hostile file stays below 512 MB.
    static let memory = 416 << 20
}
