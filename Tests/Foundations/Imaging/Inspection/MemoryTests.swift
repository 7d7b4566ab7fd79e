import Dataset
import Foundation
import Testing
import TestKit
import Vips
import Workers

@testable import Imaging

/// What a decoder would take if nothing held it: the structure's limits are left out here.
@Suite struct MemoryTests {
    /// A kilobyte that declares 196 megapixels in a progressive JPEG: 590 MB of coefficients.
    private static func bomb() throws -> String {
        var bytes = try Files.jpeg(32, 32, progressive: true)
        let frame = bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC2 } ?? 0
        bytes.replaceSubrange((frame + 5)..<(frame + 9), with: [0x36, 0xB0, 0x36, 0xB0])
        let path = NSTemporaryDirectory() + "bomb-\(UUID().uuidString).jpg"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The most memory that this process held, in bytes; `getrusage` would count what its parent held at its start.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.firstMatch(of: /VmHWM:\s*([0-9]+) kB/))
        return try #require(Int(line.1)) << 10
    }

    @Test func aBombIsRefusedItsMemory() async {
        await #expect(processExitsWith: .exitCode(InspectWorker.outOfMemory)) {
            let path = try Self.bomb()
            defer { unlink(path) }
            try InspectWorker().start()
            do {
                _ = try Decoding.decode(path, .jpeg)
            } catch is Decoding.OutOfMemory {
                unlink(path)
                exit(try Self.peak() < 512 << 20 ? InspectWorker.outOfMemory : 99)
            }
        }
    }

    @Test func theControlTakesIt() async {
        await #expect(processExitsWith: .exitCode(5)) {
            let path = try Self.bomb()
            try InspectWorker(limits: ProcessLimits(memory: nil)).start()
            _ = try Decoding.decode(path, .jpeg)
            unlink(path)
            exit(try Self.peak() > 512 << 20 ? 5 : 99)
        }
    }

    @Test func structureRefusesItBeforeAnyDecoder() throws {
        let path = try Self.bomb()
        defer { unlink(path) }
        let result = try ImageInspection.inspect(path, bytes: 1000).result
        #expect(
            result
                == .fault(
                    ImageFault(
                        .tooLarge,
                        "14000×14000 is above the limit of 16.7 megapixels for interlaced, progressive and WebP pictures"
                    )))
    }
}
