import Dataset
import TestKit

@testable import Check

extension RuleCase {
    static let datasetCases: [RuleCase] = [
        RuleCase(rule: "dataset-empty") { _ in
            []
        } isQuiet: {
            [try $0.row("a", Files.jpeg())]
        },
        leftOut("folder-unreadable", .unreadable, "locked (Permission denied)"),
        leftOut("folder-linked", .linked, "linked"), leftOut("folder-exports", .export, "export"),
        leftOut("folder-hidden", .hidden, "._a.jpg", "__MACOSX"),
        leftOut("folder-other-files", .otherFile, "a.psd", "b.psd", "c.psd", "d.psd", "e.psd", "f.psd"),
        RuleCase(rule: "dataset-too-few") {
            try many(9, $0)
        } isQuiet: {
            try many(10, $0)
        },
        RuleCase(rule: "dataset-too-many") {
            try many(1001, $0)
        } isQuiet: {
            try many(1000, $0)
        },
        RuleCase(rule: "trigger-missing", trigger: nil) {
            [try $0.row("a", Files.jpeg())]
        } isQuiet: {
            [try $0.row("a", Files.jpeg())]
        },
        captions("captions-alike", ["h4rbour", "h4rbour ", "h4rbour"], ["h4rbour", "h4rbour", "a h4rbour"]),
        captions("captions-alike", ["h4rbour", "h4rbour", ""], ["h4rbour"]),
        captions("caption-phrase-repeated", sharing(5, of: 5), sharing(3, of: 5)),
        captions("caption-phrase-repeated", sharing(8, of: 10), sharing(4, of: 4)),
        captions(
            "caption-phrase-repeated", (0..<5).map { "\($0) h4rbour in the evening" },
            // Only together with what is on the other side of the trigger word is it three words.
            (0..<5).map { "photo of h4rbour evening \($0)" }),
        RuleCase(rule: "dataset-aspects-mixed") {
            try sized([(600, 520), (520, 600), (520, 520), (600, 520), (520, 600)], $0)
        } isQuiet: {
            try sized([(600, 520), (600, 520), (600, 520), (520, 600), (520, 520)], $0)
        },
        RuleCase(rule: "dataset-sizes-mixed") {
            try sized([(600, 520), (2200, 2100)], $0)
        } isQuiet: {
            try sized([(600, 520), (2200, 2080)], $0)
        },
        RuleCase(rule: "payload-too-large", settings: ["payload-too-large": ["max_mib": "3"]]) {
            try many(8, $0)
        } isQuiet: {
            try many(2, $0)
        },
        seed(-1, 0), seed(4_294_967_296, 4_294_967_295), seed(.min, 42), seed(.max, 1),
        RuleCase(rule: "steps-forecast") {
            try many(12, $0)
        } isQuiet: {
            try many(13, $0)
        },
    ]

    private static func seed(_ wrong: Int64, _ right: Int64) -> RuleCase {
        RuleCase(rule: "seed-out-of-range", seeds: (wrong, right)) {
            try many(1, $0)
        } isQuiet: {
            try many(1, $0)
        }
    }

    /// Rows of two pictures in turn: what counts here is their number.
    private static func many(_ count: Int, _ scene: CheckScene) throws -> [FetchedRow] {
        let files = try [Files.jpeg(), Files.jpeg(shade: 1)]
        return try (0..<count).map { try scene.row("r\($0)", files[$0 % 2]) }
    }

    private static func sized(_ sizes: [(Int, Int)], _ scene: CheckScene) throws -> [FetchedRow] {
        try sizes.enumerated().map { number, size in
            try scene.row("r\(number)", Files.plain(size.0, size.1))
        }
    }

    /// Captions of which so many share a phrase.
    private static func sharing(_ count: Int, of all: Int) -> [String] {
        (0..<all).map { number in
            number < count
                ? "h4rbour \(number), in the style of \(number)" : "h4rbour, quite another \(number) thing"
        }
    }
}
