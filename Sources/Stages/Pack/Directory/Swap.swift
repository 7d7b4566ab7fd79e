import Dataset
import Foundation
import Store

/// Puts a finished export in the place of an earlier one, by renames alone. What is to be done is on disk before the
/// first of them, so that a run that is killed in between is finished by the next; one that fails is undone.
///
/// The earlier lock goes first and the new one comes last: whenever a lock is there, its export is whole.
struct Swap {
    /// The directory, inside the export's, in which an export is written: `new/` its entries, `locks/` its lock, and
    /// `old/` for what was there before.
    static let staging = ".lorapipe.partial"
    static let journal = "swap.json"
    /// The longest journal that is read: some 100,000 renames.
    private static let longest = 16 << 20

    /// A rename; paths are relative to the export's directory.
    struct Step {
        let from: String
        let to: String
    }

    /// The renames; each group is durable before the next begins.
    private let groups: [[Step]]

    /// - Parameters:
    ///   - aside: the entries that have to go, besides the lock.
    ///   - entries: the entries that come.
    ///   - locks: what gives the locks their places.
    init(aside: [String], entries: [String], locks: [Step]) {
        func old(_ entry: String) -> Step { Step(from: entry, to: "\(Self.staging)/old/\(entry)") }
        groups = [
            [old(ExportDirectory.lockName)], aside.map(old),
            entries.map { Step(from: "\(Self.staging)/new/\($0)", to: $0) }, locks,
        ]
    }

    private init?(json: JSONValue) {
        func step(_ json: JSONValue) -> Step? {
            guard let from = json["from"]?.string, let to = json["to"]?.string,
                [from, to].allSatisfy({ Self.parts(of: $0) != nil })
            else { return nil }
            return Step(from: from, to: to)
        }
        guard let groups = json.array else { return nil }
        let steps = groups.map { ($0.array ?? []).map(step) }
        guard steps.joined().allSatisfy({ $0 != nil }) else { return nil }
        self.groups = steps.map { $0.compactMap(\.self) }
    }

    /// The names that a path consists of; nil for one that could lead elsewhere. A directory may come from somebody
    /// else: a journal that was not written here must not move other files. By bytes, as the system reads a path: to
    /// Swift a slash and an accent behind it are one character, and no slash.
    private static func parts(of path: String) -> [String]? {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let isInside = !path.utf8.contains(0) && !parts.contains { ["", ".", ".."].contains($0) }
        return isInside ? parts : nil
    }

    private var json: JSONValue {
        .array(
            groups.map { group in
                .array(group.map { .record(["from": .string($0.from), "to": .string($0.to)]) })
            })
    }

    /// Does it.
    ///
    /// - Throws: `StoreError` when a rename fails; what was done till then is undone.
    func run(in directory: String) throws(StoreError) {
        let root = try RealDirectory(directory)
        for name in ["new", "locks"] { try root.directory(at: [Self.staging, name])?.sync() }
        let journal = try DurableFile("\(directory)/\(Self.staging)/\(Self.journal)")
        try journal.write(json.text().utf8)
        try journal.publish()
        try root.sync()
        var done: [Step] = []
        do throws(StoreError) {
            try carryOut(in: root, done: &done)
        } catch {
            // A step that can't be undone leaves the journal, and the next run goes forward instead.
            for step in done.reversed() {
                do throws(StoreError) {
                    try Self.move(step.to, to: step.from, in: root)
                } catch let second {
                    throw StoreError("\(error.message); then \(second.message)", hint: error.hint)
                }
            }
            try root.directory(at: [Self.staging])?.remove(Self.journal)
            throw error
        }
        // Before the rest of the staging directory goes, whose parts the journal speaks of.
        try root.directory(at: [Self.staging])?.remove(Self.journal)
    }

    /// Finishes a swap that a killed run had begun.
    ///
    /// - Throws: `StoreError` when the journal can't be read or is another user's, and when a step would follow a link.
    static func resume(in directory: String) throws(StoreError) {
        let root = try RealDirectory(directory)
        guard let folder = try root.directory(at: [staging]),
            let text = try folder.bytes(ofOwn: journal, limit: longest)
        else { return }
        guard let swap = (try? JSONValue(parsing: text)).flatMap(Swap.init(json:)) else {  // told just below
            throw StoreError(
                "\(folder.path)/\(journal) can't be read", hint: "remove \(folder.path) and export again")
        }
        var done: [Step] = []
        try swap.carryOut(in: root, done: &done)
        folder.remove(journal)
    }

    /// Steps that were done by an earlier attempt are passed over: what went aside is there, and what came is gone from
    /// where it was written.
    private func carryOut(in root: RealDirectory, done: inout [Step]) throws(StoreError) {
        for group in groups where !group.isEmpty {
            for step in group where try Self.isDue(step, in: root) {
                try Self.move(step.from, to: step.to, in: root)
                done.append(step)
            }
            // The places of the locks of parts are directories of their own.
            for folder in Set(group.compactMap { Self.parts(of: $0.to)?.dropLast() }) {
                try root.directory(at: folder)?.sync()
            }
            try root.sync()
        }
    }

    private static func isDue(_ step: Step, in root: RealDirectory) throws(StoreError) -> Bool {
        let (from, to) = (try location(of: step.from, in: root), try location(of: step.to, in: root))
        let goesAside = parts(of: step.to)?.first == staging
        if goesAside, let to, to.directory.holds(to.name) { return false }
        return from.map { $0.directory.holds($0.name) } ?? false
    }

    private static func move(_ path: String, to newPath: String, in root: RealDirectory) throws(StoreError) {
        guard let from = try location(of: path, in: root), let to = try location(of: newPath, in: root) else {
            throw .system("rename \(root.path)/\(path) to", "\(root.path)/\(newPath)", ENOENT)
        }
        try from.directory.rename(from.name, to: to.directory, to.name)
    }

    /// The directory that a path's last name stands in; nil when that is not there.
    private static func location(
        of path: String, in root: RealDirectory
    ) throws(StoreError) -> (directory: RealDirectory, name: String)? {
        guard let parts = parts(of: path), let name = parts.last else {
            throw StoreError("\(path) leads out of \(root.path)")
        }
        return try root.directory(at: parts.dropLast()).map { ($0, name) }
    }
}
