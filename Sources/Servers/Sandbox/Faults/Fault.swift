/// Something that goes wrong on purpose between a client and the sandbox's REST and Storage services.
public struct Fault: Sendable, Equatable {
    /// Which requests: a text that their path and query hold, `storage` or `rest` for all of one service, `*` for all.
    public var place: String
    /// What happens to them.
    public var effect: Effect
    /// How many requests it meets before it is used up; nil for all.
    public var times: Int?

    /// What goes wrong.
    public enum Effect: Sendable, Equatable {
        /// An error with the body that goes with this status there: the service's JSON, a platform's words, or the
        /// page of a machine in between. `retryAfter` is a `Retry-After` in seconds.
        case status(Int, retryAfter: Int? = nil)
        /// The connection closes without an answer.
        case close
        /// The true answer, cut after so many bytes of its body.
        case cut(after: Int)
        /// The true answer, its first byte so many seconds late.
        case slow(seconds: Double)
        /// The true body under a `Content-Length` that is not its own.
        case length(Int)
        /// A redirect to this URL.
        case redirect(String)
        /// The true bytes under another `Content-Type`.
        case type(String)
        /// A web page, with status 200.
        case page
        /// The true answer to the same request without its `Range`.
        case ignoreRange
        /// A bare 500 where a range cannot be served, as from the hosted service's object store, in place of 416.
        case rangeError
        /// A cache in between, which serves what it has seen for so many seconds, even if the object changed.
        case stale(seconds: Double)
    }

    /// A fault; `times` nil for all requests.
    public init(_ place: String, _ effect: Effect, times: Int? = nil) {
        self.place = place
        self.effect = effect
        self.times = times
    }

    func matches(_ target: String) -> Bool {
        switch (place, ServiceRoute(String(target.prefix { $0 != "?" }))) {
        case ("*", _), ("storage", .storage), ("rest", .rest): true
        case ("storage", _), ("rest", _): false
        default: target.contains(place)
        }
    }
}
