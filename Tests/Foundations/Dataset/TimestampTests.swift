import Dataset
import Foundation
import Testing

@Suite struct MomentTests {
    @Test(
        "the database's text and its JSON give one moment",
        arguments: [
            ("1970-01-01 00:00:00+00", 0), ("1970-01-01T00:00:00+00:00", 0), ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01", 0), ("1970-01-01 00:00:00", 0), ("1970-01-01 00:00:00.5+00", 500_000),
            ("1970-01-01 00:00:00.000001+00", 1), ("1970-01-01 02:00:00+02", 0),
            ("1969-12-31 18:30:00-05:30", 0),
            ("1970-01-01 00:19:32+00:19:32", 0), ("1969-12-31 23:59:59.999999+00", -1),
            ("2000-02-29 00:00:00+00", 951_782_400_000_000),
            ("2026-11-25T00:37:57.12+00:00", 1_795_567_077_120_000),
            ("294276-12-31 23:59:59.999999+00", Int64.max - 1), ("999999-01-01", Int64.max - 1),
            ("infinity", Int64.max), ("-infinity", Int64.min),
            ("0001-01-01 00:00:00+00 BC", -62_167_219_200_000_000),
            ("0001-01-01 BC", -62_167_219_200_000_000),
            ("1970-01-01 05:30:15+053015", 0), ("1970-01-01 00:00:00.1234569+00", 123_456),
            ("10000-01-01", 253_402_300_800_000_000), ("1970-01-01 00:00:00 +00", 0),
        ])
    func reads(_ text: String, _ microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "now", "12", "2026-11-25x", "2026-11-25 00:37:57.", "2026-11-25 00:37:57+",
        "2026-11-25 00:37:57+01:", "٢٠٢٦-11-25",
        "2026-11-25 00:37:57+01:00:00:00", "2026-11-25T", "026-11-25", "2026-11-25 BCE", "2026-11-25 00:37",
        "25.11.2026", "x2026-11-25",
    ])
    func refuses(_ text: String) { #expect(Timestamp(text) == nil) }

    /// Foundation's own calendar is the peer.
    @Test func agreesWithTheCalendarOnEveryDayOfManyYears() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: -60_000.0, to: 60_000, by: 7) {
            let date = Date(timeIntervalSince1970: day * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let text = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            #expect(Timestamp(text)?.microseconds == Int64(day) * 86_400_000_000, "\(text)")
        }
    }
}
