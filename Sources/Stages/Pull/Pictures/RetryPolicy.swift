import Curl

/// Which failed requests to a source are tried again, and how often. Pure, so that every sequence can be tested.
struct RetryPolicy: Sendable {
    /// How one try failed.
    enum Attempt {
        case answered(Int, retryAfter: Duration?, words: String)
        case broke(String, isTransient: Bool)

        /// Whether another try may succeed.
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

    var backoff = Backoff(
        first: .milliseconds(250), longest: .seconds(16), longestAsked: .seconds(30))
    /// A number from 0 to 1 that spreads retries of many transfers over time.
    var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }

    /// How many tries failed in a row.
    var failed: Int { backoff.failures }

    mutating func next(after attempt: Attempt) -> Decision {
        switch attempt {
        case .answered(let status, let retryAfter, let words):
            let pause = backoff.pause(asked: retryAfter, jitter: jitter())
            let reason = "the server answered \(status)" + (words.isEmpty ? "" : ": \(words)")
            guard attempt.isTransient else { return .giveUp(reason) }
            return failed < Self.tries ? .wait(pause) : .giveUp("\(reason) (tried \(failed) times)")
        case .broke(let message, let isTransient):
            let pause = backoff.pause(asked: nil, jitter: jitter())
            if isTransient && failed < Self.tries { return .wait(pause) }
            return .giveUp(failed > 1 ? "\(message) (tried \(failed) times)" : message)
        }
    }

    /// Counts anew: the last try came further than the one before.
    mutating func reset() { backoff.reset() }

    /// 429, 500, 502–504, Cloudflare's 520–524 and Supabase's 544 pass; the others are final.
    static func isTransient(_ status: Int) -> Bool {
        status == 429 || status == 500 || (502...504).contains(status) || (520...524).contains(status)
            || status == 544
    }
}
