#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Limits that a process puts on itself, kept by the kernel: nothing that runs in it afterwards can lift them.
public struct ProcessLimits: Sendable {
    /// Bytes of private writable memory, heap and stacks of threads together; nil for no limit. Mapped files don't count.
    public var memory: Int?
    /// Open files.
    public var openFiles: Int
    /// Bytes of a file that it writes. Sockets and pipes don't count.
    public var fileSize: Int

    /// Limits of a process that reads files one at a time and writes none.
    public init(memory: Int?, openFiles: Int = 32, fileSize: Int = 0) {
        self.memory = memory
        self.openFiles = openFiles
        self.fileSize = fileSize
    }

    /// Sets them for good; a crash leaves no core file either. False when the system refuses one.
    ///
    /// A write beyond the limit fails and does not end the process: liborc, which makes libvips' vector code, tries
    /// temporary files first for memory that can be run, and does with anonymous memory where it gets none.
    public func apply() -> Bool {
        signal(SIGXFSZ, SIG_IGN)
        func set(_ resource: __rlimit_resource, _ value: Int) -> Bool {
            var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
            return setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
        }
        return set(RLIMIT_CORE, 0) && set(RLIMIT_FSIZE, fileSize) && set(RLIMIT_NOFILE, openFiles)
            && (memory.map { set(RLIMIT_DATA, $0) } ?? true)
    }

    /// Lets the kernel end the process when it has used this much more processor time (SIGPROF), or when this much
    /// time has gone by (SIGALRM). Zero takes the limit away; a call replaces the one before.
    public static func setTime(processor: Duration, wall: Duration) {
        func set(_ clock: __itimer_which, _ limit: Duration) {
            let microseconds = Int(limit.components.attoseconds / 1_000_000_000_000)
            var value = itimerval()
            value.it_value = timeval(tv_sec: Int(limit.components.seconds), tv_usec: microseconds)
            setitimer(__itimer_which_t(clock.rawValue), &value, nil)
        }
        set(ITIMER_PROF, processor)
        set(ITIMER_REAL, wall)
    }
}
