import Dataset
import Foundation
import TestKit
import Testing
import Vips
import Workers

@testable import Imaging

/// The limits of time of a process that looks.
@Suite struct InspectWorkerTests {
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
            // A tenth of the time: a fast machine decodes it within all of it.
            let server = InspectWorker(limits: ProcessLimits(memory: InspectionBudget.memory), slowness: 0.1)
            try server.start()
            // The file goes before the process does, which is lost.
            let descriptor = open(path, O_RDONLY)
            unlink(path)
            _ = server.answer(Self.request("/proc/self/fd/\(descriptor)", bytes))
        }
        // The control: without the limits of time it is decoded to its end.
        await #expect(processExitsWith: .exitCode(5)) {
            let (path, bytes) = try Self.bomb()
            try InspectWorker().start()
            _ = try ImageInspection.inspect(path, bytes: Int64(bytes))
            unlink(path)
            exit(5)
        }
    }

    @Test func budgetsGrowWithTheFileUpToALimit() throws {
        #expect(InspectionBudget.walk(bytes: 0, slowness: 1) == .milliseconds(400))
        for format in [ImageFormat.png, .jpeg, .webp] {
            let sixteen = try FileStructure(format, width: 4000, height: 4000, isHeldWhole: false)
            let one = try FileStructure(format, width: 1, height: 1, isHeldWhole: false)
            #expect(
                InspectionBudget.processor(format, bytes: 1_000_000, sixteen, slowness: 1)
                    < .milliseconds(1300))
            #expect(InspectionBudget.processor(format, bytes: 1 << 40, one, slowness: 1) == .seconds(8))
            // Where a look takes three times as long, it may.
            #expect(InspectionBudget.processor(format, bytes: 1 << 40, one, slowness: 3) == .seconds(24))
        }
        #expect(InspectionBudget.wall > .seconds(24))
    }

    /// The dearest pixels that there are; measured, 25 megapixels of them take 0.6 to 0.9 s, and small files hold them.
    @Test func deepPixelsHaveMoreTime() throws {
        func budget(_ depth: UInt8, _ kind: UInt8) throws -> Duration {
            let path = NSTemporaryDirectory() + "deep-\(UUID().uuidString).png"
            defer { unlink(path) }
            let file = PNGParts.file(
                PNGParts.header(5000, 5000, depth: depth, colour: kind),
                PNGParts.chunk("IDAT", [0]))
            try Data(file).write(to: URL(fileURLWithPath: path))
            let structure = try FileStructure.walk(path, .png, bytes: Int64(file.count))
            return InspectionBudget.processor(.png, bytes: 200_000, structure, slowness: 1)
        }
        #expect(try budget(16, 6) > .seconds(3))
        #expect(try budget(8, 6) > .milliseconds(1800) && budget(8, 6) < budget(16, 6))
        #expect(try budget(8, 2) < budget(8, 6) && budget(8, 0) < budget(8, 2))
        #expect(try budget(8, 0) < .milliseconds(1000))
    }

    @Test func theTrialOfTheMachineStaysWithinItsBounds() {
        #expect((1...3).contains(MachineSpeed.slowness))
    }

    @Test func whatIsNoRequestIsAFailure() throws {
        for line in ["", "x", "{}", #"{"path":"/nonexistent","bytes":7}"#] {
            #expect(InspectWorker().answer(line)["failure"] != nil)
        }
        let path = NSTemporaryDirectory() + "good-\(UUID().uuidString).png"
        let bytes = try HostileFile.Sound.png()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        #expect(InspectWorker().answer(Self.request(path, bytes.count))["format"] == "png")
    }
}
