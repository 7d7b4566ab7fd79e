import Foundation
import Pipeline

/// Limits of the shell that are too tight to run at all. Where a thread or a file can't be had, the runtime traps or
/// waits for ever, and says nothing: so they are looked at before the first thread.
enum ShellLimits {
    /// Bytes of address space: `ulimit -v` counts in KiB. Half as much was enough for one picture on two cores.
    static let addressSpace: rlim_t = 1 << 30
    /// Open files.
    static let files: rlim_t = 32

    /// What is too tight; nil where there is room.
    static func complaint() -> Failure? {
        let space = limit(RLIMIT_AS)
        if space < addressSpace {
            return Failure(
                .settings, code: "limits",
                "the shell allows \(space >> 20) MiB of address space (ulimit -v), and \(addressSpace >> 20) MiB is the least",
                hint: "run `ulimit -v unlimited` before it, or raise the limit of the service that starts it")
        }
        let open = limit(RLIMIT_NOFILE)
        if open < files {
            return Failure(
                .settings, code: "limits",
                "the shell allows \(open) open files (ulimit -n), and \(files) is the least",
                hint: "run `ulimit -n 1024` before it, or raise the limit of the service that starts it")
        }
        return nil
    }

    private static func limit(_ resource: __rlimit_resource) -> rlim_t {
        var limit = rlimit()
        // A system that does not report one has none.
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return rlim_t.max }
        return limit.rlim_cur
    }
}
