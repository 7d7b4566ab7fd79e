public import Dataset
import Foundation

/// Rows on their way from the source, held in a file so that a dataset of any size costs no memory.
/// Nothing can be read back before `close`, which the pull calls only when the source has said that
/// the rows are complete.
public final class RowSpool {
    private let file: FileHandle
    private let path: String
    private var pending: [UInt8] = []
    private var count = 0

    /// Starts an empty spool in the store.
    public init(in store: ObjectStore) throws(StoreError) {
        path = store.temporaryPath()
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw StoreError.system("create", path) }
        self.file = file
    }

    deinit {
        if !path.isEmpty { unlink(path) }
    }

    /// Adds a row behind the others.
    public func append(_ row: DatasetRow) throws(StoreError) { try append(line: Self.line(row)) }

    /// Adds a row that `line` has put into words.
    func append(line: String) throws(StoreError) {
        pending.append(contentsOf: line.utf8)
        pending.append(0x0A)
        count += 1
        if pending.count > 1 << 16 { try flush() }
    }

    /// Ends the writing: the rows can be read from now on.
    public func close(of dataset: DatasetInfo) throws(StoreError) -> Rows {
        try flush()
        return Rows(dataset: dataset, count: count, spool: self, path: path)
    }

    private func flush() throws(StoreError) {
        do {
            try file.write(contentsOf: Data(pending))
        } catch {
            throw StoreError(
                "could not write the spooled rows to \(path)",
                hint: "check the free space of the state directory")
        }
        pending.removeAll(keepingCapacity: true)
    }

    static func line(_ row: DatasetRow) -> String {
        JSONValue.array([
            .string(row.id), .string(row.name), .string(row.image),
            row.caption.map { .string($0) } ?? .null,
            row.createdAt.map { .string($0) } ?? .null, row.focus.map { .string($0) } ?? .null,
        ]).text()
    }

    static func row(_ line: [UInt8]) throws(StoreError) -> DatasetRow {
        guard let value = (try? JSONValue(parsing: line))?.array, value.count == 6,  // reported just below
            let id = value[0].string, let name = value[1].string, let image = value[2].string
        else { throw StoreError("a spooled row can't be read back", hint: "run the command again") }
        return DatasetRow(
            id: id, name: name, image: image, caption: value[3].string, createdAt: value[4].string,
            focus: value[5].string)
    }
}
