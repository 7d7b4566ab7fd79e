import Dataset
import Foundation
import Store
import TestKit
import Testing

@Suite struct ProvenObjectsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("proven") }

    /// The store as another run finds it.
    private func objects() throws -> ObjectStore { try Store(at: directory.path("state")).objects }

    private func keep(_ text: String) throws -> SourceImage {
        let kept = try objects().keep(Array(text.utf8))
        return SourceImage(digest: kept.digest, bytes: kept.bytes)
    }

    private func damage(_ image: SourceImage, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: try objects().path(of: image.digest)))
    }

    @Test func aFileIsWhatItsNameSays() throws {
        let image = try keep("abc")
        #expect(try objects().proves(image) && objects().proves(image))
    }

    @Test(arguments: ["abd", "abcd", ""])
    func aDamagedOneIsNotAndIsRemoved(_ damaged: String) throws {
        let image = try keep("abc")
        try damage(image, damaged)
        let later = try objects()
        #expect(try !later.proves(image))
        #expect(!FileManager.default.fileExists(atPath: later.path(of: image.digest)))
        // And can be had anew.
        #expect(try later.keep(Array("abc".utf8)).digest == image.digest)
        #expect(try later.proves(image))
    }

    @Test func oneThatIsGoneIsNot() throws {
        let image = try keep("abc")
        unlink(try objects().path(of: image.digest))
        #expect(try !objects().proves(image))
    }

    @Test func aRunReadsEachFileOnce() throws {
        let image = try keep("abc")
        let run = try objects()
        #expect(try run.proves(image))
        // What happens to it afterwards is not seen any more: nobody has read it a second time.
        try damage(image, "abd")
        #expect(try run.proves(image))
        #expect(try !objects().proves(image))
    }
}
