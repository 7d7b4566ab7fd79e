import Dataset
import Testing

@testable import Pack

@Suite struct TrainerConfigTests {
    private func settings(_ recipe: Recipe, _ source: TrainerConfig.Source) -> [String] {
        TrainerConfig.text(recipe, source).split(separator: "\n").map(String.init).filter {
            !$0.hasPrefix("#")
        }
    }

    @Test func aSquareNeedsNoBuckets() {
        #expect(
            settings(Recipe(resolution: .r768), .directory("images")) == [
                "[general]", "resolution = [768, 768]", "caption_extension = \".txt\"", "batch_size = 1",
                "num_repeats = 1", "enable_bucket = false", "bucket_no_upscale = false", "[[datasets]]",
                "image_directory = \"images\"", "cache_directory = \"cache\"",
            ])
    }

    @Test func aBucketDoes() {
        let given = settings(Recipe(fit: .bucket), .lines("images.jsonl"))
        #expect(given.contains("enable_bucket = true") && given.contains("resolution = [1024, 1024]"))
        #expect(given.contains("image_jsonl_file = \"images.jsonl\""))
        #expect(!given.contains { $0.hasPrefix("caption_extension") || $0.hasPrefix("image_directory") })
    }
}
