public import Dataset
import Foundation
import GRDB

/// What an export was made of, and the stamps of the files that it wrote.
public struct WrittenExport: Sendable, Equatable {
    /// The digest of all that decides about its bytes.
    public var inputs: Digest
    /// The stamps of its files, in a fixed order.
    public var stamps: [FileStamp]

    /// A written export.
    public init(inputs: Digest, stamps: [FileStamp]) {
        self.inputs = inputs
        self.stamps = stamps
    }
}

extension Caches {
    /// What was written into a directory last.
    public func export(in directory: String) throws(StoreError) -> WrittenExport? {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT inputs, stamps FROM written_export WHERE directory = ?",
                arguments: [Digest.of(directory).hex])
            guard let row, let inputs = Digest(hex: row["inputs"]),
                // What can't be read proves nothing: the export is written anew.
                let json = try? JSONValue(parsing: row["stamps"] as String)
            else { return nil }
            let stamps = (json.array ?? []).compactMap(FileStamp.init(json:))
            return stamps.count == json.array?.count ? WrittenExport(inputs: inputs, stamps: stamps) : nil
        }
    }

    /// Remembers what was written into a directory.
    public func remember(_ export: WrittenExport, in directory: String) throws(StoreError) {
        try note { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO written_export (directory, inputs, stamps) VALUES (?, ?, ?)",
                arguments: [
                    Digest.of(directory).hex, export.inputs.hex,
                    JSONValue.array(export.stamps.map(\.json)).text(),
                ])
        }
    }
}

extension FileStamp {
    /// The stamps of files that were just written, taken when their file system's clock has gone on: a change from then
    /// on gives another stamp. Nil where the clock only counts seconds, or a file is not there.
    public static func settled(_ paths: [String]) -> [FileStamp]? {
        // Linux stamps files by a clock that ticks at least a hundred times a second.
        usleep(50_000)
        let stamps = paths.compactMap(FileStamp.init(of:))
        guard stamps.count == paths.count, stamps.contains(where: { $0.changed % 1_000_000_000 != 0 }) else {
            return nil
        }
        return stamps
    }

    /// The stamp of a file; nil when it is not there.
    public init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate var json: JSONValue {
        .array([.int(inode), .int(device), .int(bytes), .int(modified), .int(changed)])
    }

    fileprivate init?(json: JSONValue) {
        let numbers = (json.array ?? []).compactMap(\.int)
        guard numbers.count == 5 else { return nil }
        self.init(
            inode: numbers[0], device: numbers[1], bytes: numbers[2], modified: numbers[3],
            changed: numbers[4])
    }
}
