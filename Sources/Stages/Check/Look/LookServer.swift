import Dataset
import Foundation
import Store
import Vips
import Workers

/// The other end of `Eyes.processes`: a process that looks at one file at a time and may be lost doing it.
///
/// A line `{"path":…,"bytes":…,"extras":…}` on stdin is answered by one line on stdout, what was seen or
/// `{"failure":…}`. Ends when stdin does.
public struct LookServer {
    /// The line that says it is ready.
    public static let greeting = "looking"

    /// The exit code of a process whose library was refused memory: nothing that it does afterwards could be relied on.
    static let outOfMemory: Int32 = 3

    private let limits: ProcessLimits
    /// How many times longer a look may take than the budget says; nil to find it out.
    private let slowness: Double?

    /// With the limits of `LookBudget`, as this machine needs them.
    public init() { self.init(limits: ProcessLimits(memory: LookBudget.memory)) }

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
        // Before there is a file that could be made to pay for it.
        if slowness == nil { _ = MachineSpeed.slowness }
    }

    /// Answers until stdin ends.
    ///
    /// - Throws: `VipsError`, `StoreError`, as `start`.
    public func run() throws {
        try start()
        say(Self.greeting)
        while let line = readLine() { say(answer(line).text()) }
    }

    /// Answers one request, under the limits of time.
    func answer(_ line: String) -> JSONValue {
        do {
            let request = try JSONValue(parsing: line)
            guard let path = request["path"]?.string, let bytes = request["bytes"]?.int else {
                return .record(["failure": "no request"])
            }
            let extras = LookExtras(rawValue: Int(request["extras"]?.int ?? 0))
            let slowness = slowness ?? MachineSpeed.slowness
            ProcessLimits.setTime(
                processor: LookBudget.walk(bytes: bytes, slowness: slowness), wall: LookBudget.wall)
            defer { ProcessLimits.setTime(processor: .zero, wall: .zero) }
            return try Examination.examine(path, bytes: bytes, extras: extras) { format, structure in
                ProcessLimits.setTime(
                    processor: LookBudget.processor(format, bytes: bytes, structure, slowness: slowness),
                    wall: LookBudget.wall)
            }.json
        } catch is Decoding.OutOfMemory {
            _exit(Self.outOfMemory)
        } catch {
            return .record(["failure": .string("\(error)")])
        }
    }

    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
