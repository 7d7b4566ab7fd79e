import CVipsShims
import Dispatch

/// A wall-clock limit for the work on one picture, which starts when it is created.
///
/// A small file can contain hours of decoding. Work beyond the deadline is stopped within milliseconds, inside the library,
/// and throws a `VipsError` whose `isTimeout` is set.
public final class Deadline: Sendable {
    /// The whole time.
    public let limit: Duration
    private let end: DispatchTime

    /// Starts the clock.
    public init(after limit: Duration) {
        self.limit = limit
        let (seconds, attoseconds) = limit.components
        end = .now() + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }

    /// Whether the time is up.
    public var isOver: Bool { DispatchTime.now() >= end }

    /// Runs `body`, which evaluates the picture at `image`, and kills that evaluation when the time is up.
    func guarding<T>(_ image: OpaquePointer, _ body: () -> T) -> T {
        let target = KillTarget(image)
        let timer = DispatchSource.makeTimerSource(queue: Self.queue)
        timer.setEventHandler { target.kill() }
        timer.schedule(deadline: end)
        timer.activate()
        // The handler may still run after a cancel; it holds its own reference to the picture.
        defer { timer.cancel() }
        return body()
    }

    // A separate queue gets a thread even when every cooperative thread is busy.
    private static let queue = DispatchQueue(label: "vips.deadline")
}

/// A reference to a picture that the timer's thread may kill: `vips_image_set_kill` only sets a flag.
private final class KillTarget: @unchecked Sendable {
    private let image: OpaquePointer

    init(_ image: OpaquePointer) {
        cvips_ref(image)
        self.image = image
    }

    deinit { cvips_unref(image) }

    func kill() { cvips_kill(image) }
}
