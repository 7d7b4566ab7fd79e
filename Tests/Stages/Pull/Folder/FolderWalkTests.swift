import Curl
import Dataset
import Foundation
import Store
import TestKit
import Testing

@testable import Pull

/// What of a folder becomes a row, and what is told because it does not.
@Suite struct FolderWalkTests {
    private let directory: TemporaryDirectory
    private let pull: Pull
    private let source: Source

    init() throws {
        directory = try TemporaryDirectory("walk")
        pull = Pull(store: try Store(at: directory.path("state")), client: HTTPClient())
        source = .folder(FolderSource(path: directory.path("set")))
    }

    private func rows() async throws -> Rows { try await pull.rows(from: source) }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: directory.path("set/" + path), withDestinationPath: target)
    }

    @Test func everyEndingOfAPictureIsARowAndOtherFilesAreCounted() async throws {
        for name in ["a.jfif", "b.JPE", "c.apng", "d...png", "e.pjpeg"] {
            try directory.write("x", "set/" + name)
        }
        for name in ["f.txt", "g.npz", "h", "sub/i.psd"] { try directory.write("x", "set/" + name) }
        let rows = try await rows()
        #expect(try rows.all().map(\.id) == ["a.jfif", "b.JPE", "c.apng", "d...png", "e.pjpeg"])
        #expect(rows.leftOut[.otherFile].count == 3)
        #expect(rows.leftOut[.otherFile].names == ["g.npz", "h", "sub/i.psd"])
    }

    @Test func whatIsHiddenIsNoRow() async throws {
        for name in [
            "a.png", "._a.png", "...png", ".thumbnails/b.png", ".lorapipe/exports/x/images/c.png",
            "sub/__MACOSX/d.png", "sub/.e.png",
        ] {
            try directory.write("x", "set/" + name)
        }
        let rows = try await rows()
        #expect(try rows.all().map(\.id) == ["a.png"])
        #expect(rows.leftOut[.hidden].count == 6)
        #expect(
            rows.leftOut[.hidden].names == [
                "...png", "._a.png", ".lorapipe", ".thumbnails", "sub/.e.png", "sub/__MACOSX",
            ])
        // A list names them on purpose.
        try directory.write(#"{"file_name": ".thumbnails/b.png"}"#, "set/metadata.jsonl")
        let listed = try await self.rows()
        #expect(try listed.all().map(\.id) == [".thumbnails/b.png"] && listed.leftOut == LeftOut())
        for try await row in try pull.images(of: listed, from: source) {
            guard case .kept = row.picture else { Issue.record("\(row.picture)"); continue }
        }
    }

    @Test func anExportInsideIsNotPulledAgain() async throws {
        try directory.write("x", "set/a.png")
        for folder in ["export", "runs/1-of-2"] {
            try directory.write("{}", "set/\(folder)/manifest.lock.json")
            try directory.write("x", "set/\(folder)/images/a-0123456789ab.png")
        }
        let rows = try await rows()
        #expect(try rows.all().map(\.id) == ["a.png"])
        #expect(rows.leftOut[.export].names == ["export", "runs/1-of-2"] && rows.leftOut[.export].count == 2)
        // The control: an export that is named itself is a dataset like another.
        let named = try await pull.rows(from: .folder(FolderSource(path: directory.path("set/export"))))
        #expect(try named.all().map(\.id) == ["images/a-0123456789ab.png"])
    }

    @Test func aLinkedFolderIsTold() async throws {
        try directory.write("x", "set/real/a.png")
        try directory.write("x", "elsewhere/b.png")
        try link("outside", to: "../elsewhere")
        try link("inside", to: "real")
        try link("loop", to: ".")
        try link("nowhere", to: "gone")
        let rows = try await rows()
        #expect(try rows.all().map(\.id) == ["real/a.png"])
        #expect(rows.leftOut[.linked].names == ["outside"])
        #expect(rows.leftOut[.hidden].names == ["inside", "loop"])
        #expect(rows.leftOut[.otherFile].names == ["nowhere"])
    }

    /// Root may read everything: a path that is too long for any call can't be listed by root either.
    @Test func aFolderThatCannotBeListedIsToldAndStopsNothing() async throws {
        try directory.write("x", "set/a.png")
        var descriptor = open(directory.path("set"), O_RDONLY | O_DIRECTORY)
        let name = String(repeating: "n", count: 250)
        for _ in 0..<18 {
            #expect(mkdirat(descriptor, name, 0o755) == 0)
            let below = openat(descriptor, name, O_RDONLY | O_DIRECTORY)
            close(descriptor)
            descriptor = below
        }
        close(descriptor)
        defer {
            // What goes by whole paths can't remove it either.
            let remover = Process()
            remover.executableURL = URL(fileURLWithPath: "/bin/rm")
            remover.arguments = ["-rf", directory.path("set")]
            if (try? remover.run()) != nil { remover.waitUntilExit() }
        }
        let rows = try await rows()
        #expect(try rows.all().map(\.id) == ["a.png"])
        #expect(rows.leftOut[.unreadable].count == 1)
        #expect(rows.leftOut[.unreadable].names.first?.hasSuffix("\(name) (File name too long)") == true)
    }

    @Test func namesAreTheirBytes() async throws {
        let names = ["\u{301}dir/\u{301}y.png", "\u{301}x.png", "e\u{301}.png", "\u{E9}.png"]
        for name in names {
            try directory.write(name, "set/" + name)
            try directory.write("caption of " + name, "set/" + name.dropLast(4) + ".txt")
        }
        let rows = try await rows()
        let all = try rows.all()
        #expect(
            all.map { Array($0.id.utf8) }
                == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { Array($0.utf8) })
        #expect(all.allSatisfy { Array(($0.caption ?? "").utf8) == Array("caption of \($0.id)".utf8) })
        #expect(all.first { $0.id.utf8.contains(0x2F) }?.name.unicodeScalars.first == "\u{301}")
        var kept = 0
        for try await row in try pull.images(of: rows, from: source) {
            guard case .kept(let image) = row.picture else { continue }
            #expect(image.digest == Digest.of(row.row.id))
            kept += 1
        }
        #expect(kept == 4)
    }

    @Test(
        "a caption that can't be used says why",
        arguments: [
            (Array("\u{FEFF}é ok".utf8), nil),
            ([0xFF, 0xFE] + "zvx".utf8.flatMap { [$0, 0] }, "UTF-16 (little endian)"),
            ("zvx a boat".utf8.flatMap { [$0, 0] }, "byte 1 is 0x00; it looks like UTF-16 (little endian)"),
            ("zvx a boat".utf8.flatMap { [0, $0] }, "byte 0 is 0x00; it looks like UTF-16 (big endian)"),
            ([0xFE, 0xFF, 0, 0x7A], "UTF-16 (big endian)"),
            ("zvx".utf8.flatMap { [$0, 0, 0, 0] }, "UTF-32"),
            (
                Array("zvx, caf".utf8) + [0xE9] + Array(" noir".utf8),
                "byte 8 is 0xE9; it looks like Windows-1252"
            ),
            (Array("é zvx \u{E9}".utf8.dropLast()), "cut off within a character"),
            ([0xEF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20, 0xEC, 0xE8, 0xF0], "another script"),
            (Array(repeating: 0x61, count: 65_537), "65537 bytes, above the limit of 65536"),
            (Array(repeating: 0x61, count: 65_536), nil),
        ] as [([UInt8], String?)])
    func captions(_ bytes: [UInt8], _ why: String?) async throws {
        try directory.write("x", "set/a/b.png")
        try directory.write(bytes, "set/a/b.txt")
        let row = try #require(try await rows().all().first)
        if let why {
            #expect(row.caption == nil)
            #expect(
                row.captionFault?.hasPrefix("a/b.txt ") == true && row.captionFault?.contains(why) == true)
        } else {
            #expect(row.captionFault == nil && row.caption?.isEmpty == false)
        }
    }

    @Test func aMetadataFileThatIsNoUTF8NamesTheLine() async throws {
        let line = Array(#"{"file_name": "a.png", "text": "x"}"#.utf8) + [0x0A]
        func message(_ bytes: [UInt8]) async throws -> String {
            try directory.write(bytes, "set/metadata.jsonl")
            return await failure { try await rows() }?.message ?? ""
        }
        let latin = Array(#"{"file_name": "b.png", "text": "caf"#.utf8) + [0xE9] + Array("\"}".utf8)
        #expect(
            try await message(line + [0x0A] + latin).hasSuffix(
                "metadata.jsonl:3 is no UTF-8 text: byte 35 is 0xE9; it looks like Windows-1252 or Latin-1"))
        #expect(
            try await message([0xFF, 0xFE] + line.flatMap { [$0, 0] }).contains(
                "metadata.jsonl:1 is no UTF-8 text: byte 0 is 0xFF; it looks like UTF-16 (little endian)"))
        try FileManager.default.removeItem(atPath: directory.path("set/metadata.jsonl"))
        try link("metadata.jsonl", to: "gone.jsonl")
        #expect(await failure { try await rows() }?.message.hasSuffix("is a link that leads nowhere") == true)
    }

    @Test func aFileThatIsOpenIsCopiedWhateverItsNameIsGivenTo() throws {
        try directory.write("picture", "set/a.png")
        let secret = try directory.write("secret", "outside.png")
        let store = try Store(at: directory.path("other"))
        let root = FolderRoot(directory.path("set"))
        let path = directory.path("set/a.png")
        for replace in [{ mkfifo(path, 0o600) }, { symlink(secret, path) }] {
            let file = try root.open("a.png")
            #expect(unlink(path) == 0 && replace() == 0)
            #expect(try store.objects.keep(copyOf: file).digest == Digest.of("picture"))
            // The control: what stands there now is refused, and nothing waits.
            #expect(throws: FolderRoot.Refusal.self) { try root.open("a.png") }
            #expect(unlink(path) == 0)
            try directory.write("picture", "set/a.png")
        }
    }

    @Test func hintsSpeakOfFiles() async throws {
        try directory.write("x", "outside.png")
        try directory.write("x", "set/a.png")
        try link("b.png", to: "../outside.png")
        try link("c.png", to: "gone.png")
        #expect(mkfifo(directory.path("set/d.png"), 0o600) == 0)
        let rows = try await rows()
        try FileManager.default.removeItem(atPath: directory.path("set/a.png"))
        var hints: [String: String] = [:]
        for try await row in try pull.images(of: rows, from: source) {
            if case .failed(let finding) = row.picture { hints[row.row.id] = finding.hint }
        }
        #expect(hints.keys.sorted() == ["a.png", "b.png", "c.png", "d.png"])
        for hint in hints.values {
            #expect(!hint.isEmpty)
            for word in ["URL", "host", "bucket", "Storage"] { #expect(!hint.contains(word)) }
        }
    }
}
