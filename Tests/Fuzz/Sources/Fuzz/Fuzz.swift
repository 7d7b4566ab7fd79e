import Foundation

/// libFuzzer with a `main` of ours: the runtime's own can't choose among several targets.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer's callback is a C function and takes no context.
nonisolated(unsafe) private var target: FuzzTarget?

/// Runs one target, named by the variable `LORAPIPE_FUZZ`; the arguments are libFuzzer's own.
///
///     Fuzz list                 the names of the targets
///     Fuzz seeds DIRECTORY      writes the target's seeds, and its words into DIRECTORY.dict
///     Fuzz text FILE            an input as Swift text or bytes, for a test
///     Fuzz -max_total_time=60 DIRECTORY
@main enum Fuzz {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.dropFirst() == ["list"] {
            return print(try FuzzTarget.all.map(\.name).joined(separator: "\n"))
        }
        if arguments.count == 3, arguments[1] == "text" { return print(try text(of: arguments[2])) }
        let name = ProcessInfo.processInfo.environment["LORAPIPE_FUZZ"] ?? ""
        guard let named = try FuzzTarget.named(name) else {
            throw Finding("LORAPIPE_FUZZ is \"\(name)\", no target; Fuzz list tells them")
        }
        if arguments.count == 3, arguments[1] == "seeds" { return try write(named, to: arguments[2]) }
        target = named
        var count = CommandLine.argc
        var values = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &values) { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                do {
                    try target?.run(input)
                } catch {
                    fatalError("\(target?.name ?? ""): \(error)")
                }
                return 0
            })
    }

    private static func write(_ target: FuzzTarget, to directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (number, seed) in try target.seeds().enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(directory)/seed-\(number)"))
        }
        let words = target.dictionary.filter { !$0.isEmpty }.map { word in
            "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
        }
        try Data(words.joined().utf8).write(to: URL(fileURLWithPath: directory + ".dict"))
    }

    private static func text(of path: String) throws -> String {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        if let text = String(validating: bytes, as: UTF8.self) { return text.debugDescription }
        return "[" + bytes.map { "0x" + String($0, radix: 16) }.joined(separator: ", ") + "] as [UInt8]"
    }
}
