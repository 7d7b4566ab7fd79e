import Foundation

/// Times as the service writes them.
enum HTTPDate {
    /// As in `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    static func http(_ date: Date) -> String { text(date, "EEE, dd MMM yyyy HH:mm:ss 'GMT'") }

    /// As in `1994-11-06T08:49:37.000Z`.
    static func iso(_ date: Date) -> String { text(date, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'") }

    /// Reads the second form; nil for another.
    static func date(iso text: String) -> Date? { formatter("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").date(from: text) }

    /// Reads the first form; nil for another.
    static func date(http text: String) -> Date? {
        formatter("EEE, dd MMM yyyy HH:mm:ss 'GMT'").date(from: text)
    }

    private static func text(_ date: Date, _ format: String) -> String {
        formatter(format).string(from: date)
    }

    private static func formatter(_ format: String) -> DateFormatter {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = format
        return formatter
    }
}
