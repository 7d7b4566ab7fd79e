import Dataset
import Foundation
import TestKit
import Testing
import Vips

@testable import Check

/// The limits of time of a process that looks.
@Suite struct LookServerTests {
    /// A PNG of 64 by 64 whose pixels unfold to 768 MB: more than a second of work that the decoder throws away.
    private static func bomb() throws -> (path: String, bytes: Int) {
        let bytes = PNGParts.file(PNGParts.header(64, 64), PNGParts.chunk("IDAT", PNGParts.zeros(768 << 20)))
        let path = NSTemporaryDirectory() + "bomb-\(UUID().uuidString).png"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return (path, bytes.count)
    }

    private static func request(_ path: String, _ bytes: Int) -> String {
        JSONValue.record(["path": .string(path), "bytes": .int(Int64(bytes))]).text()
    }

    @Test func aBombIsEndedByTheKernel() async {
        await #expect(processExitsWith: .signal(SIGPROF)) {
            let (path, bytes) = try Self.bomb()
            let server = LookServer()
            try server.start()
            // The file goes before the process does, which is lost.
            let descriptor = open(path, O_RDONLY)
            unlink(path)
            _ = server.answer(Self.request("/proc/self/fd/\(descriptor)", bytes))
        }
        // The control: without the limits of time it is decoded to its end.
        await #expect(processExitsWith: .exitCode(5)) {
            let (path, bytes) = try Self.bomb()
            try LookServer().start()
            _ = try Examination.examine(path, bytes: Int64(bytes))
            unlink(path)
            exit(5)
        }
    }

    @Test func budgetsGrowWithTheFileUpToALimit() {
        #expect(LookBudget.walk(bytes: 0) == .milliseconds(400))
        for format in [ImageFormat.png, .jpeg, .webp] {
            #expect(LookBudget.processor(format, bytes: 1_000_000, pixels: 16_000_000) < .milliseconds(800))
            #expect(LookBudget.processor(format, bytes: 1 << 40, pixels: 1) == .seconds(8))
        }
    }

    @Test func whatIsNoRequestIsAFailure() throws {
        for line in ["", "x", "{}", #"{"path":"/nonexistent","bytes":7}"#] {
            #expect(LookServer().answer(line)["failure"] != nil)
        }
        let path = NSTemporaryDirectory() + "good-\(UUID().uuidString).png"
        let bytes = try HostileFile.Sound.png()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        #expect(LookServer().answer(Self.request(path, bytes.count))["format"] == "png")
    }
}
