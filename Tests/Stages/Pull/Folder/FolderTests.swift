import Curl
import Dataset
import Foundation
import Store
import TestKit
import Testing
import Workers

@testable import Pull

@Suite struct FolderTests {
    private let directory: TemporaryDirectory
    private let pull: Pull
    private let source: Source

    init() throws {
        directory = try TemporaryDirectory("folder")
        pull = Pull(store: try Store(at: directory.path("state")), client: HTTPClient())
        source = .folder(FolderSource(path: directory.path("set"), trigger: "word"))
    }

    @Test func aMetadataFileMayNameTheFocus() async throws {
        let lines = [
            #"{"file_name": "a.png", "focus": [0.5, 0.25]}"#, #"{"file_name": "b.png", "focus": "0.5,0.25"}"#,
            #"{"file_name": "c.png", "focus": {"x": 0.5, "y": 0.25}}"#,
            #"{"file_name": "d.png", "focus": null}"#,
            #"{"file_name": "e.png"}"#, #"{"file_name": "f.png", "focus": 7}"#,
        ]
        try directory.write(lines.joined(separator: "\n"), "set/metadata.jsonl")
        let rows = try await pull.rows(from: source).all()
        let point = Focus(x: 0.5, y: 0.25)
        #expect(rows.map { $0.focus.flatMap { Focus($0) } } == [point, point, point, nil, nil, nil])
        #expect(rows.map(\.focus)[3...] == [nil, nil, "7"])
    }

    @Test func picturesWithTheirCaptionsInByteOrder() async throws {
        for name in ["b.png", "a/z.JPG", "Z.webp", "ä.jpeg", "note.md", "old.gif"] {
            try directory.write("x", "set/" + name)
        }
        try directory.write("one\n", "set/b.txt")
        try directory.write("\u{FEFF}two", "set/a/z.txt")
        try directory.write([0x66, 0xFC, 0x72], "set/Z.txt")
        let rows = try await pull.rows(from: source)
        #expect(rows.dataset == DatasetInfo(id: "set", name: "set", trigger: "word", rows: rows.dataset.rows))
        let all = try rows.all()
        #expect(all.map(\.id) == ["Z.webp", "a/z.JPG", "b.png", "old.gif", "ä.jpeg"])
        #expect(all.map(\.name) == ["Z.webp", "z.JPG", "b.png", "old.gif", "ä.jpeg"])
        // A caption that isn't UTF-8 can't be read, and stops nothing.
        #expect(all.map(\.caption) == [nil, "two", "one\n", nil, nil])
        #expect(
            all.map(\.captionFault) == [
                "Z.txt is no UTF-8 text: byte 1 is 0xFC; it looks like Windows-1252 or Latin-1", nil, nil,
                nil,
                nil,
            ])
        #expect(try await pull.datasets(in: source).map(\.rows) == [5])
    }

    @Test func aMetadataFileNamesThePictures() async throws {
        for name in ["a.png", "b.png", "c.png"] { try directory.write("x", "set/" + name) }
        let line =
            "{\"file_name\":\"a.png\",\"text\":\"one\u{2028}line\"}\r\n\r\n"
            + "{\"text\":null,\"file_name\":\"b.png\"}"
        try directory.write("\u{FEFF}" + line, "set/metadata.jsonl")
        let all = try await pull.rows(from: source).all()
        #expect(all.map(\.id) == ["a.png", "b.png"])
        #expect(all.map(\.caption) == ["one\u{2028}line", nil])
        try directory.write(line + "\n{\"text\":\"x\"}", "set/metadata.jsonl")
        let error = await failure { try await pull.rows(from: source) }
        #expect(error?.kind == .settings)
        #expect(error?.message.contains("metadata.jsonl:4") == true)
    }

    @Test func onlyFilesOfTheFolderAreTaken() async throws {
        try directory.write("secret", "outside.png")
        try directory.write("inside", "set/a.png")
        let folder = directory.path("set")
        for (link, target) in [("b.png", "../outside.png"), ("c.png", "a.png"), ("d.png", "nowhere.png")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/\(link)", withDestinationPath: target)
        }
        try FileManager.default.createDirectory(atPath: folder + "/e.png", withIntermediateDirectories: true)
        var outcomes: [String] = []
        for try await row in try pull.images(of: try await pull.rows(from: source), from: source) {
            switch row.picture {
            case .kept(let image): outcomes.append("\(row.row.id) \(image.digest == Digest.of("inside"))")
            case .failed(let finding): outcomes.append("\(row.row.id) \(finding.rule)")
            }
        }
        #expect(
            outcomes == [
                "a.png true", "b.png image-host-refused", "c.png true", "d.png image-unavailable",
                "e.png image-unavailable",
            ])
    }

    @Test func aMissingFolderIsTheSettingsFault() async throws {
        #expect(await failure { try await pull.rows(from: source) }?.kind == .settings)
    }

    @Test("a state directory that takes no more is told as one, in a sentence")
    func fullDisk() async throws {
        let path = try directory.write("picture", "set/a.png")
        let store = try Store(at: directory.path("full"))
        let files = WorkerPool(name: "files", threads: 1)
        let fetch = FolderFetch(
            FolderSource(path: directory.path("set"), trigger: nil), store: store, files: files)
        let row = DatasetRow(id: "a.png", name: "a.png", image: "a.png", caption: nil)
        // No disk can be filled here: without its folder, a copy can't be written either.
        try FileManager.default.removeItem(atPath: directory.path("full/tmp"))
        let error = await #expect(throws: StoreError.self) { _ = try await fetch.picture(of: row) }
        #expect(error?.message.hasPrefix("could not copy \(path) to ") == true)
        #expect(error?.message.contains("Domain") == false && error?.hint.contains("free space") == true)
    }

    @Test func aNameThatIsNotUTF8IsNamedAsTheReason() async throws {
        try directory.write("x", "set/a.png")
        #expect(rename(directory.path("set/a.png"), directory.path("set/") + "\u{FFFD}") == 0)
        let odd = Array(directory.path("set/b").utf8CString.dropLast()) + [-1] + Array(".png".utf8CString)
        #expect(rename(directory.path("set/") + "\u{FFFD}", odd) == 0)
        var messages: [String] = []
        for try await row in try pull.images(of: try await pull.rows(from: source), from: source) {
            if case .failed(let finding) = row.picture { messages.append(finding.message) }
        }
        #expect(messages == ["the file is not there, or its name is not UTF-8: rename it"])
    }
}
