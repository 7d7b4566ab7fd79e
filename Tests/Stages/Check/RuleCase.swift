import Dataset
import Testing

@testable import Check

/// A dataset on which one rule speaks, and its like on which nothing does.
struct RuleCase: Sendable, CustomTestStringConvertible {
    typealias Rows = @Sendable (CheckScene) throws -> [FetchedRow]

    let rule: String
    let speaks: Rows
    let isQuiet: Rows

    var testDescription: String { rule }

    static let all: [RuleCase] = [
        failing("image-missing"), failing("image-unavailable"), failing("image-host-refused"),
        failing("image-too-large"),
        RuleCase(rule: "image-too-large") {
            [try $0.row("a", Files.plain(8000, 6300))]
        } isQuiet: {
            [try $0.row("a", Files.plain(7900, 6300))]
        },
        RuleCase(rule: "image-too-large") {
            [try $0.row("a", Files.plain(4001, 4000, interlaced: true))]
        } isQuiet: {
            [
                try $0.row("a", Files.plain(4001, 4000)),
                try $0.row("b", Files.plain(1000, 900, interlaced: true)),
            ]
        },
        file("image-not-an-image", { [] }), file("image-not-an-image", { Files.html }),
        file("image-not-an-image", { Files.gzip }), file("image-not-an-image", { [0xFF, 0xD8] }),
        file("image-unsupported", { Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 100) }),
        file("image-animated", { try Files.animation() }),
        file("image-unreadable", { Files.spoilt(try Files.png()) }),
        file("image-truncated", { Files.cut(try Files.jpeg()) }),
        file("image-truncated", { Files.cut(try Files.jpeg(progressive: true)) }),
        file("image-truncated", { Files.cut(try Files.withThumbnail(Files.jpeg())) }),
        file("image-truncated", { Files.cut(try Files.jpeg(), to: 0.002) }),
        file("image-truncated", { Files.cut(try Files.png()) }),
        file("image-truncated", { Array(try Files.png().dropLast()) }),
        file("image-truncated", { Array(try Files.png().dropLast(12)) }),
        file("image-truncated", { Files.cut(try Files.webp()) }),
        file("image-truncated", { Files.promisingPNG }),
        RuleCase(rule: "image-too-small") {
            [try $0.row("a", Files.jpeg(600, 511))]
        } isQuiet: {
            [try $0.row("a", Files.jpeg(512, 512))]
        },
        RuleCase(rule: "image-duplicate") {
            [try $0.row("a", Files.jpeg()), try $0.row("b", Files.jpeg())]
        } isQuiet: {
            [try $0.row("a", Files.jpeg()), try $0.row("b", Files.jpeg(shade: 1))]
        },
        RuleCase(rule: "name-duplicate") {
            [
                try $0.row("a", Files.jpeg(), name: "Boat.jpg"),
                try $0.row("b", Files.jpeg(shade: 1), name: "boat.JPG"),
            ]
        } isQuiet: {
            [
                try $0.row("a", Files.jpeg(), name: "boat.jpg"),
                try $0.row("b", Files.jpeg(shade: 1), name: "boat.png"),
            ]
        },
        caption("caption-missing", nil, "h4rbour"), caption("caption-empty", "", "h4rbour"),
        caption("caption-empty", " \r\n\t\u{3000}", "h4rbour"),
        caption("trigger-absent", "a boat", "a boat, h4rbour"),
        caption("trigger-absent", "h4rbourside", "h4rbour-side"),
        caption("trigger-absent", "xh4rbour _h4rbour h4rbour2 éh4rbour", "h4rbourx h4rbour"),
        caption("trigger-absent", "H4RBOUR", "(h4rbour)\n"),
    ]

    private static func failing(_ rule: String) -> RuleCase {
        RuleCase(rule: rule) {
            [$0.failed("a", rule)]
        } isQuiet: {
            [try $0.row("a", Files.jpeg())]
        }
    }

    private static func file(_ rule: String, _ bytes: @escaping @Sendable () throws -> [UInt8]) -> RuleCase {
        RuleCase(rule: rule) {
            [try $0.row("a", bytes())]
        } isQuiet: {
            [try $0.row("a", Files.jpeg()), try $0.row("b", Files.png()), try $0.row("c", Files.webp())]
        }
    }

    private static func caption(_ rule: String, _ wrong: String?, _ right: String) -> RuleCase {
        RuleCase(rule: rule) {
            [try $0.row("a", Files.jpeg(), caption: wrong)]
        } isQuiet: {
            [try $0.row("a", Files.jpeg(), caption: right)]
        }
    }
}
