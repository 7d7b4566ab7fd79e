import Dataset
import Foundation
import Store
import Vips
import Workers

/// The process behind `DecoderPool.processes`: it inspects one file at a time, and a file may crash it.
///
/// A line `{"path":…,"bytes":…,"extras":…}` on stdin is answered by one line on stdout: the inspection, or
/// `{"failure":…}`. Ends when stdin does.
public struct InspectWorker {
    /// The line by which the process reports that it is ready.
    public static let greeting = "looking"

    /// The exit code of a process whose library was refused memory: its further results would not be reliable.
    static let outOfMemory: Int32 = 3

    private let limits: ProcessLimits
    /// The factor by which the limits of time are longer than `InspectionBudget`; nil to measure it.
    private let slowness: Double?

    /// With the limits of `InspectionBudget`, scaled to this machine.
    public init() { self.init(limits: ProcessLimits(memory: InspectionBudget.memory)) }

    init(limits: ProcessLimits, slowness: Double? = nil) {
        self.limits = limits
        self.slowness = slowness
    }

    /// Sets the limits for good and starts the library.
    ///
    /// - Throws: `VipsError`, `StoreError`.
    public func start() throws {
        VipsRuntime.returnMemory()
        guard limits.apply() else {
            throw StoreError("the system refuses a process its limits", hint: "check ulimit -d, -n and -f")
        }
        try VipsRuntime.start()
        // Measured before the first file, whose time is limited.
        if slowness == nil { _ = MachineSpeed.slowness }
    }

    /// Answers until stdin ends.
    ///
    /// - Throws: `VipsError`, `StoreError`, as `start`.
    public func run() throws {
        try start()
        write(Self.greeting)
        while let line = readLine() { write(answer(line).text()) }
    }

    /// Answers one request, under the limits of time.
    func answer(_ line: String) -> JSONValue {
        do {
            let request = try JSONValue(parsing: line)
            guard let path = request["path"]?.string, let bytes = request["bytes"]?.int else {
                return .record(["failure": "no request"])
            }
            let extras = InspectOptions(rawValue: Int(request["extras"]?.int ?? 0))
            let slowness = slowness ?? MachineSpeed.slowness
            ProcessLimits.setTime(
                processor: InspectionBudget.walk(bytes: bytes, slowness: slowness),
                wall: InspectionBudget.wall)
            defer { ProcessLimits.setTime(processor: .zero, wall: .zero) }
            return try ImageInspection.inspect(path, bytes: bytes, extras: extras) { format, structure in
                ProcessLimits.setTime(
                    processor: InspectionBudget.processor(
                        format, bytes: bytes, structure, slowness: slowness),
                    wall: InspectionBudget.wall)
            }.json
        } catch is Decoding.OutOfMemory {
            _exit(Self.outOfMemory)
        } catch {
            return .record(["failure": .string("\(error)")])
        }
    }

    private func write(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
