import Check
import Dataset
import MusubiAPI

extension Setting {
    static let all: [Setting] = [
        Setting("version", .integer(1...1), "the version of this format"),
        Setting("name", .text, "what the run is called; letters, digits, - and _"),

        Setting(
            "pull.source", .choice(["supabase", "supabase-rest", "folder"]),
            "where the rows come from: PostgreSQL, the project's REST API, or a folder"),
        Setting(
            "pull.database", .secret,
            "the PostgreSQL URL or keyword string of a supabase source; without it SUPABASE_DB_URL, DATABASE_URL, DIRECT_URL, POSTGRES_URL_NON_POOLING, POSTGRES_URL, DB_URL, then PG*; and for the CLI's local stack its own"
        ),
        Setting("pull.dataset", .text, "the dataset's id or name"),
        Setting(
            "pull.storage.url", .text,
            "the project's URL, as in https://REF.supabase.co; without it SUPABASE_URL"),
        Setting(
            "pull.storage.key", .secret,
            "the project's key, for supabase-rest and private buckets; without it SUPABASE_SECRET_KEY, SUPABASE_SERVICE_ROLE_KEY, SUPABASE_ANON_KEY"
        ),
        Setting("pull.storage.bucket", .text, "the bucket that holds the pictures (images)"),
        Setting(
            "pull.storage.protocol", .choice(["rest", "s3"]),
            "how objects are read: Storage's own routes, or its S3-compatible endpoint (rest)"),
        Setting(
            "pull.storage.s3.endpoint", .text, "the S3 endpoint's URL (the project's own, /storage/v1/s3)"),
        Setting("pull.storage.s3.region", .text, "the region that requests are signed for (us-east-1)"),
        Setting(
            "pull.storage.s3.access_key_id", .secret, "the access key; without it S3_PROTOCOL_ACCESS_KEY_ID"),
        Setting(
            "pull.storage.s3.secret_access_key", .secret,
            "its secret; without it S3_PROTOCOL_ACCESS_KEY_SECRET"),
        Setting("pull.storage.s3.session_token", .secret, "the token of a session, where the key is one's"),
        Setting(
            "pull.allow_hosts", .texts, "other origins that rows may name, as in https://cdn.example.com"),
        Setting(
            "pull.fresh_wait", .integer(0...600),
            "how many seconds a run waits for pictures of rows made in the last 15 minutes that are not there yet (30)"
        ),
        Setting(
            "pull.fetch", .choice(["changed", "missing"]),
            "which pictures are asked for: all that may have changed, or only those never fetched before (changed)"
        ),
        Setting("pull.tables.schema", .text, "the schema of both tables (public)"),
        Setting("pull.tables.datasets", .text, "the table of datasets (datasets)"),
        Setting("pull.tables.datasets_id", .text, "its id column (id)"),
        Setting("pull.tables.datasets_name", .text, "its name column (name)"),
        Setting("pull.tables.datasets_trigger", .text, "its trigger word column (character_trigger)"),
        Setting("pull.tables.data", .text, "the table of rows (data)"),
        Setting("pull.tables.data_id", .text, "its id column (id)"),
        Setting("pull.tables.data_dataset_id", .text, "its column that names the dataset (dataset_id)"),
        Setting("pull.tables.data_image_url", .text, "its column of picture URLs (image_url)"),
        Setting("pull.tables.data_image_name", .text, "its column of picture names (image_name)"),
        Setting("pull.tables.data_caption", .text, "its column of captions (caption)"),
        Setting(
            "pull.tables.data_created_at", .text,
            "its column that rows are ordered by, before the id: a time or an integer (created_at)"),
        Setting(
            "pull.tables.data_focus", .text,
            "its column of the point that a crop keeps, as in 0.5,0.3 from the left and the top; a point, text or JSON (none)"
        ),
        Setting("pull.path", .text, "the folder of a folder source, relative to the pipeline file"),
        Setting("pull.trigger", .text, "the trigger word; in place of the database's, or for a folder"),

        Setting(
            "check.rules", .rules,
            "rules by id, each off, note, warning or error, or a mapping of its severity and thresholds"),
        Setting(
            "check.waivers", .waivers,
            "findings that are accepted, each by rule, content (SHA-256) and reason; or the path of a file that lists them"
        ),
        Setting(
            "check.tokenizer", .text,
            "a Qwen2 tokenizer.json, or a rank file, by which tokens are counted; without it they are estimated"
        ),
        Setting(
            "check.on_error", .choice(["stop", "skip"]),
            "whether findings of error severity stop a run (stop) or leave their rows out (skip)"),

        Setting(
            "prepare.resolution", .choice(Resolution.allCases.map { "\($0.side)" }),
            "the square's side in pixels (1024)"),
        Setting(
            "prepare.fit", .choice(Recipe.Fit.allCases.map(\.rawValue)),
            "what a picture becomes: the exact square, or the nearest of the trainer's buckets, where it works with them (crop)"
        ),
        Setting(
            "prepare.gravity", .choice(Recipe.Gravity.allCases.map(\.rawValue)),
            "which part a crop keeps where the row names no focus (centre)"),
        Setting(
            "prepare.upscale", .choiceOrNumber(["refuse", "allow"], 1...64),
            "pictures that are too small: refuse, allow, or the most by which a side may be enlarged, as in 1.5 (refuse)"
        ),
        Setting("prepare.format", .choice(ImageFormat.allCases.map(\.rawValue)), "the format written (png)"),
        Setting("prepare.quality", .integer(1...100), "quality of jpeg and webp (92)"),
        Setting(
            "prepare.compression", .integer(0...9),
            "deflate level of png: 6 gives files 5 per cent smaller, in three times the time (1)"),
        Setting("prepare.background", .text, "what shows through transparent parts, as #rrggbb (#ffffff)"),

        Setting(
            "pack.max_bytes", .integer(1...Int.max),
            "the most bytes that a payload may have; a larger one is not written. --split makes several"),

        Setting("train.endpoint", .text, "the trainer's base URL", neededBy: .train),
        Setting("train.token", .secret, "sent as Authorization: Bearer", neededBy: .train),
        Setting(
            "train.dialect", .choice(Dialect.allCases.map(\.rawValue)),
            "the API's spelling: plain, or a wrapper backend's", neededBy: .train),
        Setting(
            "train.proxy", .secret,
            "a proxy that the trainer is reached through, as in http://user:password@host:3128; in place of the environment's",
            neededBy: .train),
        Setting(
            "train.ca", .text,
            "a PEM file of the authorities that may vouch for the trainer, relative to the pipeline file; in place of the system's",
            neededBy: .train),
        Setting("train.output_name", .text, "the LoRA's file name without its ending (the pipeline's name)"),
        Setting("train.network_dim", .integer(1...256), "the LoRA's rank (16)"),
        Setting("train.network_alpha", .number(0.1...10), "the scale of its weights (1.0)"),
        Setting("train.learning_rate", .number(0.00001...0.001), "the learning rate (0.00005)"),
        Setting("train.max_train_epochs", .integer(1...100), "how often each picture is seen (16)"),
        Setting(
            "train.max_train_steps", .integer(1...Int.max),
            "steps at the most; left out, the epochs decide, and of both the smaller number of steps"),
        Setting(
            "train.price_per_hour", .number(0...1_000_000),
            "what an hour at the trainer costs; what a run will cost is then told before it starts (none)",
            neededBy: .train),
        Setting("train.currency", .text, "the price's currency (USD)", neededBy: .train),
        Setting(
            "train.seed", .integer(Int.min...Int.max),
            "the random seed; any 64-bit integer, of which musubi-tuner takes 0 to 4294967295 (42)"),

        Setting(
            "matrix", .matrix,
            "settings by path, each with a list of values: lorapipe train makes a run of every combination, 100 at the most",
            neededBy: .train),

        Setting(
            "notify.command", .text,
            "run by /bin/sh when a run ends, with the outcome as JSON on its stdin and in LORAPIPE_RUN, LORAPIPE_STATUS, LORAPIPE_JOB_ID, LORAPIPE_OUTPUT_NAME and LORAPIPE_OUTPUT_PATH",
            neededBy: .train),
        Setting(
            "notify.url", .secret,
            "gets the outcome as JSON by POST when a run ends, as a chat's webhook does",
            neededBy: .train),
    ]
}
