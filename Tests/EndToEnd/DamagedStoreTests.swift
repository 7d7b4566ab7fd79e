import Foundation
import TestKit
import Testing

@Suite("A state directory whose disk damages files", .timeLimit(.minutes(4)))
struct DamagedStoreTests {
    private let scene: FolderScene

    init() throws { scene = try FolderScene() }

    /// Turns one bit around in the middle of every source in the store, and forgets what was prepared of them.
    private func damage() throws -> Int {
        var count = 0
        let pictures = try scene.place.names(under: "pictures").filter { $0.hasSuffix(".jpg") }
        let sources = Set(try pictures.map { try scene.place.bytes("pictures/" + $0) })
        for name in try scene.place.names(under: "state/objects") where name.count > 3 {
            var bytes = try scene.place.bytes("state/objects/" + name)
            if sources.contains(bytes) {
                bytes[bytes.count / 2] ^= 1
                try scene.place.write(bytes, "state/objects/" + name)
                count += 1
            } else {
                try FileManager.default.removeItem(atPath: scene.place.path("state/objects/" + name))
            }
        }
        return count
    }

    @Test("damaged sources are fetched again and told of, and the export keeps every byte")
    func again() async throws {
        let first = try await scene.export(to: "a", ["--skip-errors"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(try damage() > 0)
        let second = try await scene.export(to: "b", ["--skip-errors"])
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.errors.contains("is damaged: it is fetched again"))
        #expect(try scene.place.bytes("a/payload.json") == scene.place.bytes("b/payload.json"))
        #expect(try scene.place.bytes("a/manifest.lock.json") == scene.place.bytes("b/manifest.lock.json"))
        // Mended for good.
        let third = try await scene.export(to: "c", ["--skip-errors"])
        #expect(third.status == 0 && !third.errors.contains("fetched again"))
    }
}
