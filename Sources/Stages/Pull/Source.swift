import Dataset
public import Postgres
import Store

/// Where rows come from.
public enum Source: Sendable {
    /// Tables of a Supabase project, pictures in its Storage.
    case supabase(SupabaseSource)
    /// Pictures and captions in a folder.
    case folder(FolderSource)

    /// The same source, whose rows may name these origins too; a folder's rows name none.
    public func allowing(_ origins: [String]) -> Source {
        guard case .supabase(var project) = self else { return self }
        project.allowedOrigins += origins
        return .supabase(project)
    }
}

extension Source {
    /// Names the source, for a run that goes on where a killed one was; nil for a folder, whose files are fetched by a
    /// copy.
    var key: String? {
        guard case .supabase(let project) = self else { return nil }
        let place =
            switch project.kind {
            case .database(let settings): "\(settings)"
            case .rest(let address): address.url
            }
        let storage = project.storage.map { "\($0.url) \($0.bucket) \($0.s3?.endpoint ?? "")" }
        let parts = [place, project.dataset ?? "", storage ?? "", "\(project.tables)"]
        return String(Digest.of(parts.joined(separator: "\n")).hex.prefix(32))
    }
}

/// A Supabase project.
public struct SupabaseSource: Sendable {
    /// How its rows are read. Both ways give the same rows in the same order.
    public enum Kind: Sendable {
        /// By libpq: one transaction, one snapshot.
        case database(ConnectionSettings)
        /// By PostgREST, for those who have a project URL and a key alone.
        case rest(Project)
    }

    /// How its rows are read.
    public var kind: Kind
    /// The dataset's id or name; nil when none is asked for, as for a list of all.
    public var dataset: String?
    /// What its tables and columns are called.
    public var tables: TableMap
    /// Where its pictures are.
    public var storage: StorageSettings?
    /// Other origins that rows may name, as in `https://cdn.example.com`.
    public var allowedOrigins: [String]
    /// Whether only pictures that were never fetched are asked for; all others are taken as they are kept.
    public var fetchesOnlyMissing = false
    /// How long a run waits, in all, for pictures of rows made in the last 15 minutes that are not there yet.
    public var freshWait: Duration = .seconds(30)

    /// A project.
    public init(
        kind: Kind, dataset: String?, tables: TableMap = TableMap(), storage: StorageSettings?,
        allowedOrigins: [String] = []
    ) {
        self.kind = kind
        self.dataset = dataset
        self.tables = tables
        self.storage = storage
        self.allowedOrigins = allowedOrigins
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

/// One kind of source of a dataset's rows.
protocol RowSource: Sendable {
    /// Every dataset, by name, with its number of rows.
    func datasets() async throws -> [DatasetInfo]

    /// Writes the dataset's rows into a table in the contract's order, complete or not at all.
    func rows(in table: RunTable) async throws -> Rows
}
