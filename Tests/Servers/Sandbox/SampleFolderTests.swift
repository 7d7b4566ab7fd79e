import Foundation
import TestKit
import Testing

@testable import Sandbox

@Suite struct SampleFolderTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("samples") }

    @Test func picturesAndExtraRowsBecomeRows() throws {
        let folder = try SampleFolder(path: Samples.write(in: directory))
        #expect(
            folder.rows == [
                .init(name: "a one.jpg", url: nil, caption: "h4rbour, a boat"),
                .init(name: "empty.png", url: nil, caption: ""),
                .init(name: "no-caption.webp", url: nil, caption: nil),
                .init(name: "unfinished.jpg", url: "", caption: "h4rbour"),
                .init(name: "gone.jpg", url: nil, caption: nil),
            ])
    }

    @Test func idsFollowFromTheName() throws {
        let folder = try SampleFolder(path: Samples.write(in: directory))
        let other = try SampleFolder(path: Samples.write(in: directory, name: "Others"))
        #expect(folder.id == DeterministicID.of("lorapipe sandbox dataset Boats"))
        #expect(folder.id != other.id)
        #expect(folder.id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    }

    @Test func aFolderWithoutItsDescriptionIsNamed() throws {
        let error = #expect(throws: SandboxError.self) { try SampleFolder(path: directory.path) }
        #expect(error?.message.contains("dataset.json") == true)
        try directory.write("{\"name\":\"x\"}", "dataset.json")
        let second = #expect(throws: SandboxError.self) { try SampleFolder(path: directory.path) }
        #expect(second?.message.contains("no trigger") == true)
    }

    /// To open a pipe to which nobody writes takes for ever.
    @Test(.timeLimit(.minutes(1)), arguments: ["dataset.json", "a one.txt"])
    func aPipeIsNamed(_ name: String) throws {
        let folder = try Samples.write(in: directory)
        let path = "\(folder)/\(name)"
        try FileManager.default.removeItem(atPath: path)
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: SandboxError.self) { try SampleFolder(path: folder) }
        #expect(error?.message.contains("\(path) is no regular file") == true)
        #expect(StoredFile(path) == nil)
        // The control.
        #expect(StoredFile("\(folder)/a one.jpg")?.size == 10)
    }

    @Test func twoDatasetsOfOneNameAreRefused() throws {
        let folder = try SampleFolder(path: Samples.write(in: directory))
        let other = try SampleFolder(path: Samples.write(in: directory, name: "Others"))
        #expect(throws: SandboxError.self) { try SampleFolder.checkDistinct([folder, folder]) }
        #expect(throws: Never.self) { try SampleFolder.checkDistinct([folder, other]) }
    }
}
