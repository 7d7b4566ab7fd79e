import CVipsShims
import Synchronization
public import Workers

/// The library as a whole: started once in a process, never stopped.
public enum VipsRuntime {
    // Swift runs this once, however many threads ask at the same time.
    private static let outcome: Result<Void, VipsError> = {
        guard cvips_start() == 0 else { return .failure(.taken(from: "start")) }
        isStarted.store(true, ordering: .releasing)
        return .success(())
    }()
    private static let isStarted = Atomic(false)

    /// Starts the library: one thread a picture, no cache, no plug-ins, and the loaders of JPEG, PNG and WebP alone.
    ///
    /// Opening a picture does it too. A program calls it before it has a second thread, since it changes the environment for
    /// a moment while it looks for plug-ins (`setenv` beside a `getenv` of another thread is undefined). Further calls
    /// return at once.
    public static func start() throws(VipsError) {
        try outcome.get()
    }

    /// Empties the library's error buffer: a decode that succeeds in spite of a warning leaves the warning there, and the
    /// next failure would seem to say it. Of use where one picture is decoded at a time.
    public static func forgetErrors() {
        // Before the library was started there is no buffer, and asking for it would crash.
        if isStarted.load(ordering: .acquiring) { cvips_free(cvips_take_error()) }
    }

    /// Makes freed memory go back to the system at once, for a process that lives under a limit. Before `start`.
    public static func returnMemory() { cvips_return_memory() }

    /// Makes all threads share two heaps, for a process that runs long and should stay small. Before `start`.
    public static func shareMemory() { cvips_share_memory() }

    /// The version of the library that is loaded, as in `8.14.1`.
    public static var version: String {
        (0..<3).map { String(cvips_version($0)) }.joined(separator: ".")
    }

    /// Versions of the libraries below it that shape pixels and files, asked of the loaded libraries at run time.
    ///
    /// `libpng`, `libwebp`, `lcms2` and `zlib` say their release; `libjpeg` has no call for it, and gives the number in
    /// the name of its file (`62.3.0` is libjpeg-turbo 2.1); `libdeflate` gives the release that this was built with and
    /// the sum of what the loaded one makes of fixed bytes. A library that cannot say is left out.
    public static let codecVersions: [String: String] = {
        var versions: [String: String] = [:]
        for codec in ["libdeflate", "libjpeg", "libpng", "libwebp", "lcms2", "zlib"] {
            guard let text = cvips_codec_version(codec) else { continue }
            versions[codec] = String(cString: text)
            cvips_free(text)
        }
        return versions
    }()

    /// Gives back what the library keeps for the calling thread: the last call on each thread that used it.
    ///
    /// Does nothing before the library was started: it would crash on what it has not set up.
    public static func threadExit() {
        if isStarted.load(ordering: .acquiring) { cvips_thread_shutdown() }
    }

    /// Threads to use pictures on.
    public static func workers(_ threads: Int) -> WorkerPool {
        WorkerPool(name: "vips", threads: threads, onThreadExit: threadExit)
    }
}
