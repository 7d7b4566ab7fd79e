import Dataset
import Foundation
import Store

@testable import Pack

/// The swap journal: whatever stands in one, nothing outside of the export's directory is touched. The first byte says
/// whether the rest is the journal itself, or chooses its paths.
func journalTarget() throws -> FuzzTarget {
    FuzzTarget(
        name: "journal",
        seeds: {
            let step = #"[[{"from":"payload.json","to":".lorapipe.partial/old/payload.json"}],[{"from":"#
            return [
                [0] + Array((step + #"".lorapipe.partial/new/payload.json","to":"payload.json"}]]"#).utf8),
                [1, 0, 6, 3, 0], [1, 4, 7, 2, 5, 9, 1], [1, 8, 10, 0, 3],
            ]
        },
        dictionary: journalPaths + ["{\"from\":\"", "\",\"to\":\"", "\"}],[{", "/../", "./", "//"]
    ) { input in
        let scene = try journalScene.get()
        try scene.reset()
        let outside = try scene.outside()
        let bytes = (input.first ?? 0) % 2 == 0 ? Array(input.dropFirst()) : journal(input.dropFirst())
        try Data(bytes).write(to: URL(fileURLWithPath: scene.export + "/" + Swap.staging + "/swap.json"))
        do { try Swap.resume(in: scene.export) } catch is StoreError {}
        guard try scene.outside() == outside else {
            throw Finding("a journal moved what lies outside: \(bytes)")
        }
    }
}

private let journalPaths = [
    "payload.json", "manifest.lock.json", ".lorapipe.partial/new/payload.json",
    ".lorapipe.partial/old/payload.json",
    "images", "images/a.png", ".lorapipe.partial/old", "link", "link/theirs", "../outside/theirs", "new.json",
    "", ".",
    "link/new.json", ".lorapipe.partial", ".lorapipe.partial/link/theirs", "images/../link/theirs",
]

/// A step from every two bytes, in groups of two.
private func journal(_ choices: ArraySlice<UInt8>) -> [UInt8] {
    let paths = choices.prefix(16).map { JSONValue.string(journalPaths[Int($0) % journalPaths.count]) }
    let steps = stride(from: 0, to: paths.count - 1, by: 2).map { place in
        JSONValue.record(["from": paths[place], "to": paths[place + 1]])
    }
    let groups = stride(from: 0, to: steps.count, by: 2).map {
        JSONValue.array(Array(steps[$0..<min($0 + 2, steps.count)]))
    }
    return Array(JSONValue.array(groups).text().utf8)
}

private struct JournalScene {
    let root: String
    var export: String { root + "/export" }

    /// The export as it was, with links that lead out of it.
    func reset() throws {
        let files = FileManager.default
        if files.fileExists(atPath: export) { try files.removeItem(atPath: export) }
        for folder in ["images", Swap.staging + "/new", Swap.staging + "/old", Swap.staging + "/locks"] {
            try files.createDirectory(atPath: "\(export)/\(folder)", withIntermediateDirectories: true)
        }
        for file in [
            "payload.json", "manifest.lock.json", "images/a.png", Swap.staging + "/new/payload.json",
        ] {
            try Data(file.utf8).write(to: URL(fileURLWithPath: "\(export)/\(file)"))
        }
        for link in ["link", Swap.staging + "/link"] {
            try files.createSymbolicLink(atPath: "\(export)/\(link)", withDestinationPath: root + "/outside")
        }
    }

    /// Names and contents beside the export.
    func outside() throws -> [String] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: root).sorted()
            + files.subpathsOfDirectory(atPath: root + "/outside").sorted().map { name in
                name + "="
                    + String(
                        decoding: files.contents(atPath: "\(root)/outside/\(name)") ?? Data(), as: UTF8.self)
            }
    }
}

private let journalScene = Result {
    let scene = JournalScene(root: try InputDirectory.make("journal"))
    try FileManager.default.createDirectory(
        atPath: scene.root + "/outside", withIntermediateDirectories: true)
    try Data("theirs".utf8).write(to: URL(fileURLWithPath: scene.root + "/outside/theirs"))
    return scene
}
