import Foundation

/// The memory of this very process, as the operating system counts it. For processes of one test's own: in a
/// shared one other tests count too.
public enum PeakMemory {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Forgets the peak so far, and tells what is in use now, in bytes.
    public static func restart() throws -> Int {
        // "5 … resets the peak resident set size ("high water mark") to the process's current resident set size".
        let file = open("/proc/self/clear_refs", O_WRONLY)
        defer { close(file) }
        guard file >= 0, write(file, "5", 1) == 1 else {
            throw Failure(description: "the peak can't be reset: \(String(cString: strerror(errno)))")
        }
        return try value("VmRSS")
    }

    /// The most that was in use at once since then, in bytes.
    public static func peak() throws -> Int { try value("VmHWM") }

    private static func value(_ name: String) throws -> Int {
        let file = open("/proc/self/status", O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = read(file, &bytes, bytes.count)
        let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix(name + ":") }
        guard let kilobytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first,
            let number = Int(kilobytes)
        else { throw Failure(description: "/proc/self/status names no \(name)") }
        return number << 10
    }
}
