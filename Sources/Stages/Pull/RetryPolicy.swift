/// When a fetch is tried again: pure, so that every sequence can be tested.
struct RetryPolicy {
    /// What came of one try.
    enum Attempt {
        case answered(Int, retryAfter: String?, words: String)
        case broke(String, isTransient: Bool)
    }

    enum Decision: Equatable {
        case wait(Duration)
        /// With the reason for people, and whether the service rather than the picture is at fault.
        case giveUp(String, isOutage: Bool)
    }

    /// Tries in all.
    static let tries = 4
    /// The longest that a service's own `Retry-After` is waited for.
    static let longestWait = Duration.seconds(30)

    private var failed = 0
    /// A number from 0 to 1 that spreads retries of many transfers over time.
    var jitter: () -> Double = { Double.random(in: 0...1) }

    init() {}

    mutating func next(after attempt: Attempt) -> Decision {
        failed += 1
        switch attempt {
        case .answered(let status, let retryAfter, let words):
            let reason = "the server answered \(status)" + (words.isEmpty ? "" : ": \(words)")
            let isRefusal = status == 401 || status == 402 || status == 403 || status == 540
            guard Self.isTransient(status) else { return .giveUp(reason, isOutage: isRefusal) }
            if failed >= Self.tries { return .giveUp("\(reason) (tried \(failed) times)", isOutage: true) }
            let asked = retryAfter.flatMap { Int($0) }.map { min(.seconds(max(0, $0)), Self.longestWait) }
            return .wait(asked ?? backoff)
        case .broke(let message, let isTransient):
            if isTransient && failed < Self.tries { return .wait(backoff) }
            return .giveUp(failed > 1 ? "\(message) (tried \(failed) times)" : message, isOutage: true)
        }
    }

    /// 429, 500, 502–504, Cloudflare's 520–524 and Supabase's 544 pass; the others are final.
    private static func isTransient(_ status: Int) -> Bool {
        status == 429 || status == 500 || (502...504).contains(status) || (520...524).contains(status)
            || status == 544
    }

    /// 0.25, 0.5, 1 … seconds, half of it random.
    private var backoff: Duration {
        let base = 0.25 * Double(1 << min(failed - 1, 6))
        return .seconds(base * (0.5 + 0.5 * jitter()))
    }
}
