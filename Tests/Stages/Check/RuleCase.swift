import Dataset
import Testing
import TestKit

@testable import Check

/// A dataset on which one rule speaks, and its like on which nothing does.
struct RuleCase: Sendable, CustomTestStringConvertible {
    typealias Rows = @Sendable (CheckScene) throws -> [FetchedRow]

    let rule: String
    /// Thresholds, where the default is out of a test's reach.
    var settings: [String: [String: String]] = [:]
    /// The trigger word of the dataset that the rule speaks on.
    var trigger: String? = "h4rbour"
    /// The seeds of the two runs.
    var seeds: (wrong: Int64, right: Int64) = (42, 42)
    /// What the source left out where the rule is to speak.
    var leftOut = LeftOut()
    let speaks: Rows
    let isQuiet: Rows

    var testDescription: String { rule }

    static let all = noPictureCases + pictureCases + nameCases + captionCases + datasetCases

    static func failing(_ rule: String) -> RuleCase {
        RuleCase(rule: rule) {
            [$0.failed("a", rule)]
        } isQuiet: {
            [try $0.row("a", Files.jpeg())]
        }
    }

    static func file(_ rule: String, _ bytes: @escaping @Sendable () throws -> [UInt8]) -> RuleCase {
        RuleCase(rule: rule) {
            [try $0.row("a", bytes())]
        } isQuiet: {
            [try $0.row("a", Files.jpeg()), try $0.row("b", Files.png()), try $0.row("c", Files.webp())]
        }
    }

    /// A source that left something out, and one that did not.
    static func leftOut(_ rule: String, _ reason: LeftOut.Reason, _ names: String...) -> RuleCase {
        var leftOut = LeftOut()
        for name in names { leftOut.add(name, reason) }
        return RuleCase(rule: rule, leftOut: leftOut) {
            [try $0.row("a", Files.jpeg())]
        } isQuiet: {
            [try $0.row("a", Files.jpeg())]
        }
    }

    static func caption(_ rule: String, _ wrong: String?, _ right: String) -> RuleCase {
        captions(rule, [wrong], [right])
    }

    /// A row for each caption, each with a picture of its own.
    static func captions(_ rule: String, _ wrong: [String?], _ right: [String?]) -> RuleCase {
        RuleCase(rule: rule) {
            try rows(wrong, $0)
        } isQuiet: {
            try rows(right, $0)
        }
    }

    /// Pictures that one rule speaks on (the last of them), and pictures that it is quiet on.
    static func pictures(
        _ rule: String, _ wrong: @escaping @Sendable () throws -> [[UInt8]],
        _ right: @escaping @Sendable () throws -> [[UInt8]]
    ) -> RuleCase {
        @Sendable func rows(_ files: [[UInt8]], _ scene: CheckScene) throws -> [FetchedRow] {
            try files.enumerated().map { try scene.row("r\($0)", $1) }
        }
        return RuleCase(rule: rule) {
            try rows(try wrong(), $0)
        } isQuiet: {
            try rows(try right(), $0)
        }
    }

    /// A row for each name, each with a picture of its own.
    static func names(_ rule: String, _ wrong: [String], _ right: [String]) -> RuleCase {
        @Sendable func rows(_ names: [String], _ scene: CheckScene) throws -> [FetchedRow] {
            try names.enumerated().map { try scene.row("r\($0)", Files.jpeg(shade: UInt8($0)), name: $1) }
        }
        return RuleCase(rule: rule) {
            try rows(wrong, $0)
        } isQuiet: {
            try rows(right, $0)
        }
    }

    private static func rows(_ captions: [String?], _ scene: CheckScene) throws -> [FetchedRow] {
        try captions.enumerated().map { number, caption in
            try scene.row("r\(number)", Files.jpeg(shade: UInt8(number)), caption: caption)
        }
    }
}
