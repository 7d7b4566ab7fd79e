public import Postgres

/// Where rows come from.
public enum Source: Sendable {
    /// Tables in PostgreSQL, pictures in Storage.
    case supabase(SupabaseSource)
    /// Pictures and captions in a folder.
    case folder(FolderSource)
}

/// A Supabase project, read by libpq.
public struct SupabaseSource: Sendable {
    /// The database.
    public var connection: ConnectionSettings
    /// The dataset's id or name; nil when none is asked for, as for a list of all.
    public var dataset: String?
    /// What its tables and columns are called.
    public var tables: TableMap
    /// Where its pictures are.
    public var storage: StorageSettings?
    /// Other origins that rows may name, as in `https://cdn.example.com`.
    public var allowedOrigins: [String]

    /// A project.
    public init(
        connection: ConnectionSettings, dataset: String?, tables: TableMap = TableMap(),
        storage: StorageSettings?,
        allowedOrigins: [String] = []
    ) {
        self.connection = connection
        self.dataset = dataset
        self.tables = tables
        self.storage = storage
        self.allowedOrigins = allowedOrigins
    }
}

/// A Supabase Storage.
public struct StorageSettings: Sendable {
    /// The project's URL, without `/storage/v1`.
    public var url: String
    /// A key for private buckets; sent to this host alone, and never shown.
    public var key: String?
    /// The bucket that bare object paths are in.
    public var bucket: String

    /// A Storage.
    public init(url: String, key: String? = nil, bucket: String = "images") {
        self.url = url
        self.key = key
        self.bucket = bucket
    }
}

/// A folder of pictures with same-stem `.txt` captions, or with a `metadata.jsonl` of `file_name` and `text`.
public struct FolderSource: Sendable {
    /// The folder.
    public var path: String
    /// The trigger word.
    public var trigger: String?

    /// A folder.
    public init(path: String, trigger: String? = nil) {
        self.path = path
        self.trigger = trigger
    }
}

/// What the tables and columns are called; the defaults are the original system's. Names may hold anything:
/// they are quoted.
public struct TableMap: Sendable, Equatable {
    /// The schema of both tables.
    public var schema = "public"
    /// The table of datasets.
    public var datasets = "datasets"
    /// Its id.
    public var datasetsID = "id"
    /// Its name.
    public var datasetsName = "name"
    /// Its trigger word.
    public var datasetsTrigger = "character_trigger"
    /// The table of rows.
    public var data = "data"
    /// Its id.
    public var dataID = "id"
    /// Its dataset's id.
    public var dataDatasetID = "dataset_id"
    /// Its picture's URL.
    public var dataImageURL = "image_url"
    /// Its picture's name.
    public var dataImageName = "image_name"
    /// Its caption.
    public var dataCaption = "caption"
    /// What rows are ordered by, before the id.
    public var dataCreatedAt = "created_at"

    /// The original system's names.
    public init() {}
}
