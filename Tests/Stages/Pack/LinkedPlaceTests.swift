import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

/// An export's directory that came from somebody else, with a journal of theirs and links that lead out of it.
@Suite struct LinkedPlaceTests {
    private let scene: PackScene

    init() throws {
        scene = try PackScene()
        try scene.packTwo()
        try scene.directory.write("theirs", "elsewhere/theirs")
    }

    private func link(_ path: String) throws {
        let link = scene.directory.path("out/" + path)
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: link).deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: scene.directory.path("elsewhere"))
    }

    private func write(_ from: String, _ to: String) throws {
        let journal = JSONValue.array([.array([.record(["from": .string(from), "to": .string(to)])])])
        try scene.directory.write(journal.text(), "out/.lorapipe.partial/swap.json")
    }

    private func resume() throws { _ = try ExportDirectory(scene.out, for: .payload) }

    private var elsewhere: [String] { get throws { try scene.directory.names(under: "elsewhere") } }

    @Test(
        "a step whose way leads through a link moves nothing, at any level of the path",
        arguments: [
            ("escape", "x", "escape/x"), ("escape", "escape/theirs", "moved"),
            ("a/escape", "x", "a/escape/x"), ("escape", "x", "escape/deeper/x"),
            (".lorapipe.partial/old", "x", ".lorapipe.partial/old/x"),
            (".lorapipe.partial/new", ".lorapipe.partial/new/theirs", "moved"),
        ])
    func links(_ path: String, _ from: String, _ to: String) throws {
        try scene.directory.write("ours", "out/x")
        try scene.directory.write("theirs", "elsewhere/deeper/theirs")
        try link(path)
        try write(from, to)
        let before = try elsewhere
        let error = #expect(throws: StoreError.self) { try resume() }
        #expect(error?.message.contains("\(scene.out)/\(path) is a link") == true)
        #expect(try elsewhere == before && scene.directory.bytes("out/x") == Array("ours".utf8))
        #expect(!FileManager.default.fileExists(atPath: scene.out + "/moved"))
        // The control: through a directory in place of the link, the same step is carried out.
        try FileManager.default.removeItem(atPath: "\(scene.out)/\(path)")
        try FileManager.default.copyItem(
            atPath: scene.directory.path("elsewhere"), toPath: "\(scene.out)/\(path)")
        try resume()
        #expect(FileManager.default.fileExists(atPath: "\(scene.out)/\(to)"))
        #expect(try elsewhere == before)
    }

    @Test("a staging directory that is a link is not looked into")
    func staging() throws {
        try scene.directory.write("ours", "out/x")
        try write("x", "moved")
        try FileManager.default.moveItem(
            atPath: scene.out + "/.lorapipe.partial/swap.json",
            toPath: scene.directory.path("elsewhere/swap.json"))
        try FileManager.default.removeItem(atPath: scene.out + "/.lorapipe.partial")
        try link(".lorapipe.partial")
        let error = #expect(throws: StoreError.self) { try resume() }
        #expect(error?.message.contains(".lorapipe.partial is a link") == true)
        #expect(try elsewhere == ["swap.json", "theirs"])
        #expect(FileManager.default.fileExists(atPath: scene.out + "/x"))
    }

    @Test("a journal that is a link is not read")
    func journal() throws {
        try scene.directory.write("ours", "out/x")
        try write("x", "moved")
        try FileManager.default.moveItem(
            atPath: scene.out + "/.lorapipe.partial/swap.json",
            toPath: scene.directory.path("elsewhere/swap.json"))
        try FileManager.default.createSymbolicLink(
            atPath: scene.out + "/.lorapipe.partial/swap.json",
            withDestinationPath: scene.directory.path("elsewhere/swap.json"))
        #expect(throws: StoreError.self) { try resume() }
        #expect(FileManager.default.fileExists(atPath: scene.out + "/x"))
    }

    @Test(
        "a journal of another user is not carried out",
        .enabled(if: geteuid() == 0, "only root gives files away"))
    func owner() throws {
        try scene.directory.write("ours", "out/x")
        try write("x", "moved")
        let journal = scene.out + "/.lorapipe.partial/swap.json"
        #expect(chown(journal, 65534, 65534) == 0)
        let error = #expect(throws: StoreError.self) { try resume() }
        #expect(error?.message.contains("another user's") == true)
        #expect(FileManager.default.fileExists(atPath: scene.out + "/x"))
        // The control: as this user's own, it is.
        #expect(chown(journal, geteuid(), getegid()) == 0)
        try resume()
        #expect(FileManager.default.fileExists(atPath: scene.out + "/moved"))
    }

    /// To Swift, a slash with an accent behind it is one character and no slash.
    @Test(
        "a path is read by its bytes",
        arguments: ["../\u{301}elsewhere", "../elsewhere\u{301}/../theirs", "a\0b", "/x", "", "a//b", "./x"])
    func bytes(_ path: String) throws {
        try scene.directory.write("theirs", "\u{301}elsewhere")
        try write(path, "moved")
        let error = #expect(throws: StoreError.self) { try resume() }
        #expect(error?.message.contains("can't be read") == true)
        #expect(!FileManager.default.fileExists(atPath: scene.out + "/moved"))
        #expect(FileManager.default.fileExists(atPath: scene.directory.path("\u{301}elsewhere")))
    }

    @Test("an entry that became a link is put aside as a link, and what it leads to stays")
    func entries() throws {
        try scene.packTwo(as: .folder)
        try FileManager.default.removeItem(atPath: scene.out + "/images")
        try link("images")
        #expect(throws: PackError.self) { try scene.packTwo(as: .folder) }
        #expect(try elsewhere == ["theirs"])
    }
}
