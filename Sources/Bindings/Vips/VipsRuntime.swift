import CVipsShims
import Synchronization
public import Workers

/// The library as a whole: started once in a process, never stopped.
public enum VipsRuntime {
    // Swift runs this once, even when several threads call at the same time.
    private static let outcome: Result<Void, VipsError> = {
        guard cvips_start() == 0 else { return .failure(.taken(from: "start")) }
        isStarted.store(true, ordering: .releasing)
        return .success(())
    }()
    private static let isStarted = Atomic(false)

    /// Starts the library: one thread a picture, no cache, no plug-ins, and the loaders of JPEG, PNG and WebP alone.
    ///
    /// Opening a picture calls it too. Call it before the program has a second thread: it changes the environment for a moment
    /// while the library looks for plug-ins (`setenv` while another thread calls `getenv` is undefined). Further calls return
    /// at once.
    public static func start() throws(VipsError) {
        try outcome.get()
    }

    /// Empties the library's error buffer: a decode that succeeds with a warning leaves the warning there, and it would appear
    /// in the next error. Useful where one picture is decoded at a time.
    public static func forgetErrors() {
        // Before the start there is no buffer, and access to it would crash.
        if isStarted.load(ordering: .acquiring) { cvips_free(cvips_take_error()) }
    }

    /// Makes the allocator return freed memory to the system at once, for a process under a limit. Call it before `start`.
    public static func returnMemory() { cvips_return_memory() }

    /// Makes all threads share two heaps, which keeps a long-running process small. Call it before `start`.
    public static func shareMemory() { cvips_share_memory() }

    /// The version of the library that is loaded, as in `8.14.1`.
    public static var version: String {
        (0..<3).map { String(cvips_version($0)) }.joined(separator: ".")
    }

    /// Versions of the codec libraries that determine pixels and files, from the loaded libraries at run time.
    ///
    /// `libpng`, `libwebp`, `lcms2` and `zlib` report their release; `libjpeg` has no call for it, so its value is the number
    /// in the name of its file (`62.3.0` is libjpeg-turbo 2.1); for `libdeflate` it is the release at build time and a
    /// checksum of what the loaded one makes of fixed bytes. A library whose version is unknown is left out.
    public static let codecVersions: [String: String] = {
        var versions: [String: String] = [:]
        for codec in ["libdeflate", "libjpeg", "libpng", "libwebp", "lcms2", "zlib"] {
            guard let text = cvips_codec_version(codec) else { continue }
            versions[codec] = String(cString: text)
            cvips_free(text)
        }
        return versions
    }()

    /// Releases what the library keeps for the calling thread: the last call on each thread that used it.
    ///
    /// Does nothing before the library was started, where it would crash.
    public static func threadExit() {
        if isStarted.load(ordering: .acquiring) { cvips_thread_shutdown() }
    }

    /// A pool of threads for pictures.
    public static func workers(_ threads: Int) -> WorkerPool {
        WorkerPool(name: "vips", threads: threads, onThreadExit: threadExit)
    }
}
