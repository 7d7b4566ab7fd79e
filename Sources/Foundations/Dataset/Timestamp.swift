/// A point in time as databases print it, in microseconds since 1970-01-01 00:00 UTC: what rows are ordered by.
public struct Timestamp: Sendable, Hashable, Comparable {
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
            var text = text[...]
            let isBeforeChrist = text.hasSuffix(" BC")
            if isBeforeChrist { text = text.dropLast(3) }
            var scanner = Scanner(rest: text.utf8[...])
            guard let days = scanner.days(isBeforeChrist), let clock = scanner.clock() else { return nil }
            scanner.skipSpace()
            guard let zone = scanner.zone(), scanner.rest.isEmpty else { return nil }
            let (whole, isTooFar) = (days * 86_400 - zone).multipliedReportingOverflow(by: 1_000_000)
            let (sum, isJustTooFar) = whole.addingReportingOverflow(clock)
            // PostgreSQL counts from 2000 and so reaches 30 years further: such a time stands before infinity alone.
            microseconds = isTooFar || isJustTooFar ? (days > 0 ? .max - 1 : .min + 1) : sum
        }
    }

    /// Earlier before later.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

/// Reads a moment's parts from its front. By hand: a pattern is compiled anew for every row, which took longer than
/// all else that is done with one.
private struct Scanner {
    var rest: Substring.UTF8View

    /// The date, in days since 1970-01-01.
    mutating func days(_ isBeforeChrist: Bool) -> Int64? {
        guard let year = digits(4...6), take("-"), let month = digits(2...2), take("-"),
            let day = digits(2...2)
        else { return nil }
        // There is no year 0: 1 BC is the year before 1 AD.
        return Self.days(year: isBeforeChrist ? 1 - year : year, month: month, day: day)
    }

    /// The time of day in microseconds; 0 where none is given.
    mutating func clock() -> Int64? {
        guard let next = rest.dropFirst().first, Self.isDigit(next), take("T") || take(" ") else { return 0 }
        guard let hours = digits(2...2), take(":"), let minutes = digits(2...2), take(":"),
            let seconds = digits(2...2)
        else { return nil }
        var fraction: Int64 = 0
        if take(".") {
            let before = rest.count
            guard let value = digits(1...6) else { return nil }
            fraction = (before - rest.count..<6).reduce(value) { value, _ in value * 10 }
            rest = rest.drop(while: Self.isDigit)
        }
        return (hours * 3600 + minutes * 60 + seconds) * 1_000_000 + fraction
    }

    /// The zone's distance from UTC in seconds; 0 where none is given.
    mutating func zone() -> Int64? {
        if take("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+") else { return 0 }
        guard let hours = digits(2...2) else { return nil }
        var seconds = hours * 3600
        for unit: Int64 in [60, 1] where take(":") || rest.first.map(Self.isDigit) == true {
            guard let value = digits(2...2) else { return nil }
            seconds += value * unit
        }
        return isWest ? -seconds : seconds
    }

    mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) } }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of so many digits, as many as there are.
    private mutating func digits(_ length: ClosedRange<Int>) -> Int64? {
        let found = rest.prefix(length.upperBound).prefix(while: Self.isDigit)
        guard found.count >= length.lowerBound else { return nil }
        rest = rest.dropFirst(found.count)
        return found.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

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
