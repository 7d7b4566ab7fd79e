public import Dataset
public import Foundation

/// An event with its number, its run and its time.
///
/// Its JSON form is `{"number", "run", "name", "kind", "line", "more"}`: `line` is the line of `--json`, byte for byte,
/// `kind` the case where several share a line's `event`, and `more` what the line leaves out. `name` and `more` are
/// absent where there is none.
public struct RunEvent: Sendable {
    /// The place in the stream, from 1. A gap says that events between were dropped: see `RunEvents`.
    public let number: Int
    /// The id of the run that it belongs to; in the stream of a batch that of one of its runs, or of the batch itself.
    public let run: String
    /// The name of one run of a batch; nil elsewhere.
    public let name: String?
    /// When it happened, in milliseconds since 1970. Whole ones: a `Date` read back from a text would drift.
    private let milliseconds: Int64
    /// What happened.
    public let event: Event

    init(number: Int, run: String, name: String?, at: Date = Date(), _ event: Event) {
        self.number = number
        self.run = run
        self.name = name
        milliseconds = Self.milliseconds(at)
        self.event = event
    }

    /// The line of `--json`. A run of a batch has its name behind the time.
    public var line: JSONValue {
        var line = event.json(at: Self.timestamp(milliseconds))
        if let name, case .object(var members) = line {
            members.insert(.init("run", .string(name)), at: 2)
            line = .object(members)
        }
        return line
    }

    /// When it happened, in whole milliseconds.
    public var at: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// The present time as lines have it: ISO 8601, UTC, milliseconds.
    public static func timestamp() -> String { timestamp(milliseconds(Date())) }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    private static func timestamp(_ milliseconds: Int64) -> String {
        let seconds = Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
        return seconds.dropLast() + ".\(String(1000 + milliseconds % 1000).dropFirst())Z"
    }

    /// The stored and sent form.
    public var json: JSONValue {
        .record([
            "number": .int(Int64(number)), "run": .string(run), "name": name.map { .string($0) },
            "kind": .string(event.kind), "line": line, "more": event.more,
        ])
    }

    /// Reads `json`; nil where it is no event of this version. Durations come back in whole seconds.
    public init?(json: JSONValue) {
        guard let number = json["number"]?.int, let run = json["run"]?.string,
            let kind = json["kind"]?.string, let line = json["line"],
            // What is no time is no event, which is what nil says.
            let at = line["at"]?.string.flatMap({
                try? Date($0, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            }),
            let event = Event(kind: kind, line: line, more: json["more"])
        else { return nil }
        self.init(number: Int(number), run: run, name: json["name"]?.string, at: at, event)
    }
}

extension RunEvent: Codable {
    /// Writes `json`.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// Reads `json`.
    ///
    /// - Throws: `DecodingError` where it is no event of this version.
    public init(from decoder: any Decoder) throws {
        guard let event = RunEvent(json: try JSONValue(from: decoder)) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a run event of this version"))
        }
        self = event
    }
}
