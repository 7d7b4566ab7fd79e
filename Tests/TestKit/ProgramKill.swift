import Foundation

extension Program {
    /// Lets every run of the program, and its helpers, go on that were stopped.
    static func continueAll() {
        // Where there is no /proc, none can be found.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for process in names.compactMap({ Int32($0) }) {
            let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
            if file == path { _ = Foundation.kill(process, SIGCONT) }
        }
    }

    /// Ends by kill -9 every run of the program that has this among its arguments, its own helpers aside.
    ///
    /// - Returns: how many there were.
    public static func kill(argument: String) -> Int {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: "/proc") } catch { return 0 }
        return names.compactMap { Int32($0) }.count { process in
            // A process may end while it is looked at, which makes it none of those that are meant.
            guard let line = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline")) else {
                return false
            }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard words.first == path, words.contains(argument) else { return false }
            return Foundation.kill(process, SIGKILL) == 0
        }
    }
}
