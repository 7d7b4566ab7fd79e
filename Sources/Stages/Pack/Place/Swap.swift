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
    private static var journal: String { staging + "/swap.json" }

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
            [old(ExportPlace.lockName)], aside.map(old),
            entries.map { Step(from: "\(Self.staging)/new/\($0)", to: $0) }, locks,
        ]
    }

    private init?(json: JSONValue) {
        func step(_ json: JSONValue) -> Step? {
            guard let from = json["from"]?.string, let to = json["to"]?.string,
                [from, to].allSatisfy(staysInside)
            else { return nil }
            return Step(from: from, to: to)
        }
        // A directory may come from somebody else: a journal that was not written here must not move other files.
        func staysInside(_ path: String) -> Bool {
            !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
        }
        guard let groups = json.array else { return nil }
        let steps = groups.map { ($0.array ?? []).map(step) }
        guard steps.joined().allSatisfy({ $0 != nil }) else { return nil }
        self.groups = steps.map { $0.compactMap(\.self) }
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
        try DurableFile.syncDirectory("\(directory)/\(Self.staging)/new")
        try DurableFile.syncDirectory("\(directory)/\(Self.staging)/locks")
        let journal = try DurableFile("\(directory)/\(Self.journal)")
        try journal.write(json.text().utf8)
        try journal.publish()
        try DurableFile.syncDirectory(directory)
        var done: [Step] = []
        do throws(StoreError) {
            try carryOut(in: directory, done: &done)
        } catch {
            // A step that can't be undone leaves the journal, and the next run goes forward instead.
            for step in done.reversed()
            where rename("\(directory)/\(step.to)", "\(directory)/\(step.from)") != 0 {
                throw error
            }
            unlink("\(directory)/\(Self.journal)")
            throw error
        }
        // Before the rest of the staging directory goes, whose parts the journal speaks of.
        unlink("\(directory)/\(Self.journal)")
    }

    /// Finishes a swap that a killed run had begun.
    static func resume(in directory: String) throws {
        let journal = "\(directory)/\(Self.journal)"
        guard FileManager.default.fileExists(atPath: journal) else { return }
        let text = try FileBytes.read(journal, count: Int(try FileBytes.size(of: journal)))
        guard let swap = (try? JSONValue(parsing: text)).flatMap(Swap.init(json:)) else {  // told just below
            throw StoreError(
                "\(journal) can't be read", hint: "remove \(directory)/\(Self.staging) and export again")
        }
        var done: [Step] = []
        try swap.carryOut(in: directory, done: &done)
        unlink(journal)
    }

    /// Steps that were done by an earlier attempt are passed over: what went aside is there, and what came is gone from
    /// where it was written.
    private func carryOut(in directory: String, done: inout [Step]) throws(StoreError) {
        for group in groups where !group.isEmpty {
            for step in group {
                let (from, to) = ("\(directory)/\(step.from)", "\(directory)/\(step.to)")
                let goesAside = step.to.hasPrefix(Self.staging)
                if goesAside && StagedExport.isThere(to) { continue }
                guard StagedExport.isThere(from) else { continue }
                if rename(from, to) != 0 { throw StoreError.system("rename \(from) to", to) }
                done.append(step)
            }
            // The places of the locks of parts are directories of their own.
            for place in Set(group.map { Self.parent(of: $0.to) }) {
                try DurableFile.syncDirectory("\(directory)/\(place)")
            }
            try DurableFile.syncDirectory(directory)
        }
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
