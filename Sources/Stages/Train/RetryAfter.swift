import Curl
import Foundation

extension HTTPResponse {
    /// How long the answer asks to be left alone, by `Retry-After` in either of its forms: seconds, or a date (RFC 9110,
    /// section 10.2.3). Nil for answers other than 429 and 503, and for what is neither.
    func retryAfter(now: Date = .now) -> Duration? {
        guard status == 429 || status == 503, let header = header("Retry-After") else { return nil }
        if let seconds = Int32(header) { return .seconds(max(0, seconds)) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = format.date(from: header) else { return nil }
        return .seconds(min(max(0, date.timeIntervalSince(now)), Double(Int32.max)))
    }
}
