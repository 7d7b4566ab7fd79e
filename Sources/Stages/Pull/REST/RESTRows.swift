import Dataset
import Store
import Workers

/// Reads datasets and rows by PostgREST. Rows are paged by their id, which no two share; a page's size is the
/// server's affair, which cuts it without a word, so only an empty page is the end.
struct RESTRows: RowSource {
    private let project: SupabaseSource
    private let rest: RESTClient
    /// Threads for what blocks.
    private let files: WorkerPool
    /// How often a dataset is read from its start before it is said to change all the time.
    private static let readings = 3

    init(_ project: SupabaseSource, _ rest: RESTClient, files: WorkerPool) {
        self.project = project
        self.rest = rest
        self.files = files
    }

    /// Why a reading is not used.
    private enum Fault {
        case repeated(String)
        case miscounted(came: Int, counted: Int)

        var words: String {
            switch self {
            case .repeated(let id): "row \(id.printableLine) came twice"
            case .miscounted(let came, let counted): "\(came) row(s) came where the server counted \(counted)"
            }
        }
    }

    private var tables: TableMap { project.tables }

    func rows(in table: RunTable) async throws -> Rows {
        try await explaining {
            let dataset = try await find()
            var last = Fault.repeated("")
            for _ in 0..<Self.readings {
                let writer = try await files.run { try RowWriter(table, sorts: true, refusesRepeats: true) }
                do {
                    let counted = try await read(dataset, into: writer)
                    if writer.count == 0 && (counted ?? 0) == 0 {
                        try refuseHidden("no rows of \"\(dataset.name.printableLine)\"", tables.data)
                    }
                    // Pages are no snapshot: what was inserted or deleted between them shows in the count.
                    if counted == nil || counted == writer.count {
                        return try await files.run { try writer.finish(dataset) }
                    }
                    last = .miscounted(came: writer.count, counted: counted ?? 0)
                } catch let repeated as RowWriter.Repeated {
                    // What came twice hides what did not come at all.
                    last = .repeated(repeated.id)
                }
            }
            throw PullError(
                .outside, "\"\(dataset.name.printableLine)\" could not be read whole: \(last.words)",
                hint:
                    "the dataset is being changed, or the server hides rows while it counts them: run it again later"
            )
        }
    }

    func datasets() async throws -> [DatasetInfo] {
        try await explaining {
            let columns = [tables.datasetsID, tables.datasetsName, tables.datasetsTrigger]
            var found: [DatasetInfo] = []
            var pages = RESTPages(rest, key: tables.datasetsID) { query in
                query.select(columns, countingRowsOf: tables.data)
            } from: {
                RESTQuery(tables.datasets)
            }
            do {
                while let page = try await pages.next() { found += try page.map(info) }
            } catch let failure as RESTFailure where failure.code?.hasPrefix("PGRST") == true {
                // No foreign key to count by, or no counting: a question a dataset then.
                found = try await datasetsCountedOneByOne(columns)
            }
            if found.isEmpty { try refuseHidden("no dataset", tables.datasets) }
            return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        }
    }

    private func datasetsCountedOneByOne(_ columns: [String]) async throws -> [DatasetInfo] {
        var found: [DatasetInfo] = []
        var pages = RESTPages(rest, key: tables.datasetsID) {
            $0.select(columns)
        } from: {
            RESTQuery(tables.datasets)
        }
        while let page = try await pages.next() {
            for row in page {
                var dataset = try info(row)
                var query = RESTQuery(tables.data)
                query.filter(tables.dataDatasetID, "eq", dataset.id)
                dataset.rows = try await rest.count(query).flatMap(visible)
                found.append(dataset)
            }
        }
        return found
    }

    /// All pages of one reading; how many rows the server counted before the first, when it said so.
    private func read(_ dataset: DatasetInfo, into writer: RowWriter) async throws -> Int? {
        var pages = RESTPages(rest, key: tables.dataID) { query in
            query.select(RESTRow.columns(tables))
        } from: {
            var query = RESTQuery(tables.data)
            query.filter(tables.dataDatasetID, "eq", dataset.id)
            return query
        }
        while let page = try await pages.next() {
            try await files.run { [tables] in
                for json in page {
                    let row = try RESTRow(json, tables)
                    try writer.append(row.row, key: row.key)
                }
            }
        }
        return pages.total
    }

    private func find() async throws -> DatasetInfo {
        let choice = try DatasetChoice(project.dataset)
        var matches = try await datasets(where: tables.datasetsID, is: choice.wanted)
        if matches.isEmpty { matches = try await datasets(where: tables.datasetsName, is: choice.wanted) }
        if let one = try choice.one(of: matches) { return one }
        var query = RESTQuery(tables.datasets)
        query.select([tables.datasetsName])
        query.order(by: tables.datasetsName)
        let names = try await rest.rows(query).rows.compactMap { $0[tables.datasetsName]?.string }
        if names.isEmpty { try refuseHidden("no dataset", tables.datasets) }
        throw choice.unknown(names, in: "\(tables.schema).\(tables.datasets)")
    }

    private func datasets(where column: String, is value: String) async throws -> [DatasetInfo] {
        var query = RESTQuery(tables.datasets)
        query.select([tables.datasetsID, tables.datasetsName, tables.datasetsTrigger])
        query.filter(column, "eq", value)
        query.order(by: tables.datasetsID)
        do {
            return try await rest.rows(query).rows.map(info)
        } catch let failure as RESTFailure where failure.code?.hasPrefix("22") == true {
            // A name is no value of the id's type: then no dataset has it for an id.
            return []
        }
    }

    private func info(_ json: JSONValue) throws -> DatasetInfo {
        guard let id = try RESTRow.id(json[tables.datasetsID], of: tables.datasets),
            let name = json[tables.datasetsName]?.plainText
        else {
            throw RESTRow.unexpected(tables.datasets)
        }
        let count = json[tables.data]?.array?.first?["count"]?.int.map { Int($0) }
        return DatasetInfo(
            id: id, name: name, trigger: json[tables.datasetsTrigger]?.plainText, rows: count.flatMap(visible)
        )
    }

    /// A count as it may be shown: for a key that policies hold back, no visible rows are no count.
    private func visible(_ count: Int) -> Int? { count == 0 && rest.key.passesPolicies != true ? nil : count }

    private func refuseHidden(_ what: String, _ table: String) throws(PullError) {
        if rest.key.passesPolicies == true { return }
        throw DatasetChoice.hidden(
            what, from: "the \(rest.key)",
            because: "row level security may be in force on \(tables.schema).\(table)",
            hint: "use a secret or service_role key, or add a SELECT policy for \(rest.key.role)")
    }

    private func explaining<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as RESTFailure {
            throw rest.explain(failure)
        }
    }
}
