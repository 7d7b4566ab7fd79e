public import Foundation

/// The pauses between attempts: exponential backoff with jitter, never shorter than the server's own `Retry-After`. Pure, so
/// that every sequence can be tested.
public struct Backoff: Sendable {
    /// The first pause is half of this to all of it; each further one is twice as long.
    public var first: Duration
    /// The longest pause of our own.
    public var longest: Duration
    /// The longest time that a server's `Retry-After` is waited for.
    public var longestAsked: Duration
    /// How many attempts failed in a row.
    public private(set) var failures = 0

    /// Pauses before any failure.
    public init(first: Duration, longest: Duration, longestAsked: Duration) {
        self.first = first
        self.longest = longest
        self.longestAsked = longestAsked
    }

    /// Counts a failure.
    ///
    /// - Parameters:
    ///   - asked: the answer's `Retry-After`; it never shortens the pause.
    ///   - jitter: 0 to 1; it spreads the attempts of many clients over time.
    /// - Returns: the pause before the next attempt.
    public mutating func pause(asked: Duration?, jitter: Double) -> Duration {
        failures += 1
        let own = min(first * (1 << min(failures - 1, 6)), longest) * (0.5 + 0.5 * jitter)
        return max(own, min(asked ?? .zero, longestAsked))
    }

    /// Counts anew: an attempt succeeded, or came further than the one before.
    public mutating func reset() { failures = 0 }
}

extension HTTPResponse {
    /// The answer's `Retry-After` in either of its forms, seconds or a date (RFC 9110, section 10.2.3); nil without one.
    public func retryAfter(now: Date = .now) -> Duration? {
        guard let header = header("Retry-After") else { return nil }
        if let seconds = Int32(header) { return .seconds(max(0, seconds)) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = format.date(from: header) else { return nil }
        return .seconds(min(max(0, date.timeIntervalSince(now)), Double(Int32.max)))
    }
}
