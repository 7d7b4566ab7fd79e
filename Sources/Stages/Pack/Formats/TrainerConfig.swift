import Dataset

/// `dataset.toml`: what musubi-tuner's `--dataset_config` takes. Its config code refuses keys that it doesn't know, so
/// only documented ones stand in it.
enum TrainerConfig {
    static let path = "dataset.toml"

    /// Where the trainer finds pictures and captions.
    enum Source {
        /// A folder of pictures, each with a `.txt` file of the same stem beside it.
        case directory(String)
        /// A file with a picture's path and its caption a line.
        case lines(String)
    }

    /// The file's text. Nothing in it depends on the machine, nor on where the export lies.
    static func text(_ recipe: Recipe, _ source: Source) -> String {
        let side = recipe.resolution.side
        // A square needs no buckets; what was cut to a bucket's size is left untouched only with them.
        let hasBuckets = recipe.fit == .bucket
        let (captions, pictures, also) =
            switch source {
            case .directory(let path):
                (
                    "caption_extension = \".txt\"\n", "image_directory = \"\(path)\"",
                    "or write its path in front of those below"
                )
            case .lines(let path):
                ("", "image_jsonl_file = \"\(path)\"", "where the paths in \(path) begin too")
            }
        return """
            # For musubi-tuner's --dataset_config. The trainer looks for relative paths from the directory in which its
            # scripts are started: start them in this one, \(also).
            # The pictures have the sizes that these settings ask for, so the trainer resizes none of them.

            [general]
            resolution = [\(side), \(side)]
            \(captions)batch_size = 1
            num_repeats = 1
            enable_bucket = \(hasBuckets)
            bucket_no_upscale = false

            [[datasets]]
            \(pictures)
            cache_directory = "cache"

            """
    }
}
