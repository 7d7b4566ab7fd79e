/// A point in time as databases print it, in microseconds since 1970-01-01 00:00 UTC: what rows are ordered by.
public struct Moment: Sendable, Hashable, Comparable {
    /// Microseconds; `Int64.min` and `Int64.max` are PostgreSQL's `-infinity` and `infinity`.
    public let microseconds: Int64

    /// A moment.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Reads PostgreSQL's text (`2026-11-25 00:37:57.12+00`) and its JSON (`2026-11-25T00:37:57.12+00:00`), with
    /// or without fraction, zone (then UTC) and time, and years with ` BC`. Nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "infinity": microseconds = .max
        case "-infinity": microseconds = .min
        default:
            let pattern =
                /(\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?)?\s*(Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?( BC)?/
            guard let match = text.wholeMatch(of: pattern) else { return nil }
            func number(_ text: Substring?) -> Int64 { text.flatMap { Int64($0) } ?? 0 }
            // There is no year 0: 1 BC is the year before 1 AD.
            let year = match.13 == nil ? number(match.1) : 1 - number(match.1)
            let days = Self.days(year: year, month: number(match.2), day: number(match.3))
            let clock = number(match.4) * 3600 + number(match.5) * 60 + number(match.6)
            let zone = number(match.10) * 3600 + number(match.11) * 60 + number(match.12)
            let fraction = (match.7 ?? "").padded(to: 6)
            let seconds = days * 86_400 + clock - (match.9 == "-" ? -zone : zone)
            let (whole, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
            let (sum, isJustTooFar) = whole.addingReportingOverflow(number(fraction))
            // PostgreSQL counts from 2000 and so reaches 30 years further: such a time stands before infinity alone.
            microseconds = isTooFar || isJustTooFar ? (days > 0 ? .max - 1 : .min + 1) : sum
        }
    }

    /// Earlier before later.
    public static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March, so that
    /// the leap day is a year's last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Substring {
    /// With zeros behind, as the digits of a fraction.
    fileprivate func padded(to length: Int) -> Substring {
        self + String(repeating: "0", count: Swift.max(0, length - count))
    }
}
