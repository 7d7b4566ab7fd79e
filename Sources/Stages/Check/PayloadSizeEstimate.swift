import Dataset
import Imaging

/// Estimates the size of a payload before any picture is prepared, from the detail that each inspection measured.
enum PayloadSizeEstimate {
    /// An estimate of the bytes of a row's picture and caption in a payload.
    static func bytes(of seen: InspectedImage, caption: String, by recipe: Recipe) -> Int64 {
        let size = seen.plan?.crop.size ?? recipe.target(for: seen.facts.upright)
        let pixels = size.width * size.height
        let png =
            seen.statistics.detail.png(ofPixels: pixels, isGrey: seen.statistics.isGrey) * Double(pixels)
        let file = Int64((png * share(of: recipe)).rounded(.up))
        // Four characters of base64 for three bytes; 80 for names, keys and punctuation.
        return (file + 2) / 3 * 4 + Int64(caption.utf8.count) + 80
    }

    /// The size of a JPEG or WebP of a quality as a share of the PNG's.
    ///
    /// Sums over 50 photographs, cut to squares of 512 and 1024 pixels and written by Pillow 13 with the settings that
    /// are used here (no chroma subsampling from 90 on); interpolated linearly between the measured qualities.
    private static func share(of recipe: Recipe) -> Double {
        let measured: [(quality: Double, share: Double)] =
            switch recipe.format {
            case .png: [(1, 1)]
            case .jpeg: [(60, 0.062), (75, 0.085), (85, 0.124), (92, 0.214), (97, 0.364), (100, 0.676)]
            case .webp: [(60, 0.043), (75, 0.053), (85, 0.084), (92, 0.134), (97, 0.204), (100, 0.248)]
            }
        let quality = Double(recipe.quality)
        guard let above = measured.first(where: { $0.quality >= quality }) else {
            return measured.last?.share ?? 1
        }
        guard let below = measured.last(where: { $0.quality < quality }) else { return above.share }
        let part = (quality - below.quality) / (above.quality - below.quality)
        return below.share + part * (above.share - below.share)
    }
}
