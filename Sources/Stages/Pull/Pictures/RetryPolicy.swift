import Foundation

/// When a request is tried again: pure, so that every sequence can be tested.
struct RetryPolicy: Sendable {
    /// What came of one try.
    enum Attempt {
        case answered(Int, retryAfter: String?, words: String)
        case broke(String, isTransient: Bool)

        /// Whether another try may end otherwise.
        var isTransient: Bool {
            switch self {
            case .answered(let status, _, _): RetryPolicy.isTransient(status)
            case .broke(_, let isTransient): isTransient
            }
        }
    }

    enum Decision: Equatable {
        case wait(Duration)
        /// With the reason for people.
        case giveUp(String)
    }

    /// Tries in all.
    static let tries = 4
    /// The longest that a service's own `Retry-After` is waited for.
    static let longestWait = Duration.seconds(30)

    private(set) var failed = 0
    /// The first pause is half of this to all of it; each further one is twice as long.
    var firstPause: Duration = .milliseconds(250)
    /// A number from 0 to 1 that spreads retries of many transfers over time.
    var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }

    init() {}

    mutating func next(after attempt: Attempt) -> Decision {
        failed += 1
        switch attempt {
        case .answered(let status, let retryAfter, let words):
            let reason = "the server answered \(status)" + (words.isEmpty ? "" : ": \(words)")
            guard attempt.isTransient else { return .giveUp(reason) }
            if failed >= Self.tries { return .giveUp("\(reason) (tried \(failed) times)") }
            return .wait(retryAfter.flatMap { Self.pause(retryAfter: $0) } ?? backoff)
        case .broke(let message, let isTransient):
            if isTransient && failed < Self.tries { return .wait(backoff) }
            return .giveUp(failed > 1 ? "\(message) (tried \(failed) times)" : message)
        }
    }

    /// Begins to count anew: the last try came further than the one before.
    mutating func forget() { failed = 0 }

    /// 429, 500, 502–504, Cloudflare's 520–524 and Supabase's 544 pass; the others are final.
    static func isTransient(_ status: Int) -> Bool {
        status == 429 || status == 500 || (502...504).contains(status) || (520...524).contains(status)
            || status == 544
    }

    /// `Retry-After` in either of its forms: seconds, or a date (RFC 9110, section 10.2.3).
    static func pause(retryAfter: String, now: Date = .now) -> Duration? {
        if let seconds = Int(retryAfter) { return min(.seconds(max(0, seconds)), longestWait) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = format.date(from: retryAfter) else { return nil }
        return min(.seconds(max(0, date.timeIntervalSince(now))), longestWait)
    }

    private var backoff: Duration {
        firstPause * Double(1 << min(failed - 1, 6)) * (0.5 + 0.5 * jitter())
    }
}
