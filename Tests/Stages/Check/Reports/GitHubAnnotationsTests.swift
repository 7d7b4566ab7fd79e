import Dataset
import Testing

@testable import Check

@Suite struct GitHubAnnotationsTests {
    /// What the runner would do with a line, after its own parser: a line that starts with `::` and holds another `::`
    /// is a command, its properties stand behind the first space, and escapes are undone with `%25` last.
    private struct Command: Equatable {
        var name: String
        var properties: [String: String] = [:]
        var message: String

        init?(_ line: String) {
            let scalars = line.unicodeScalars
            guard scalars.starts(with: "::".unicodeScalars),
                let end = scalars.dropFirst(2).firstRange(of: "::".unicodeScalars)
            else { return nil }
            let head = String(scalars.dropFirst(2)[..<end.lowerBound])
            message = Self.plain(String(scalars[end.upperBound...]))
            let space = head.firstIndex(of: " ") ?? head.endIndex
            name = String(head[..<space])
            for pair in head[space...].dropFirst().split(separator: ",") {
                let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
                if sides.count == 2 { properties[sides[0]] = Self.plain(sides[1]) }
            }
        }

        private static func plain(_ text: String) -> String {
            var plain = text.unicodeScalars
            for (escape, mark) in [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")] {
                plain.replace(escape.unicodeScalars, with: mark.unicodeScalars)
            }
            return String(plain)
        }
    }

    @Test func theWorstComesFirstAndStandsAtItsFile() throws {
        var scene = ReportScene()
        scene.find("image-cropped", .note, on: "a")
        scene.find("caption-empty", .error, on: "b", "has a caption of white space")
        scene.find("caption-duplicate", .warning, on: "c", hint: "")
        scene.find("image-missing", .error, on: "d")
        scene.find("dataset-too-few", .warning, on: nil, "has 4 pictures")
        var lines: [String] = []
        try GitHubAnnotations(report: scene.report, pipeline: "pipelines/harbour.yaml") {
            $0 == "b" ? "data/b,1:2.txt" : nil
        }.forEachLine { lines.append($0) }
        #expect(
            lines == [
                "::error file=data/b%2C1%3A2.txt,title=caption-empty::b.jpg (row b): has a caption of white space%0Ado so",
                "::error file=pipelines/harbour.yaml,title=image-missing::d.jpg (row d): is so%0Ado so",
                "::warning file=pipelines/harbour.yaml,title=caption-duplicate::c.jpg (row c): is so",
                "::warning file=pipelines/harbour.yaml,title=dataset-too-few::has 4 pictures%0Ado so",
                "::notice file=pipelines/harbour.yaml,title=image-cropped::a.jpg (row a): is so%0Ado so",
            ])
    }

    private static let hostile = [
        "x\n::set-output name=a::b", "x\r::add-mask::secret", "x\r\n::stop-commands::t", "x%0A::error::no",
        "::", "%",
        "x\u{1B}[2J", "a:\u{301}:b,\u{301}c=d", "##[error]x", "x\u{2028}::error::y",
    ]

    @Test(arguments: hostile) func noTextStartsAnotherCommand(text: String) throws {
        let finding = Finding(
            rule: "caption-markup", severity: .error, row: text, name: text, message: text, hint: text)
        var scene = ReportScene()
        scene.report.findings = [finding]
        var lines: [String] = []
        try GitHubAnnotations(report: scene.report, pipeline: text).forEachLine { lines.append($0) }
        #expect(lines.count == 1)
        // As .NET reads lines, which the runner is written in.
        let read = lines[0].unicodeScalars.split { $0 == "\n" || $0 == "\r" }
        #expect(read.count == 1)
        let command = try #require(Command(lines[0]))
        let shown = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { ["\u{1B}", "\u{2028}"].contains($0) ? " " : $0 }))
        #expect(command.name == "error" && command.message == "\(shown): \(shown)\n\(shown)")
        #expect(command.properties == ["file": shown, "title": "caption-markup"])
    }

    /// The control: the same texts unescaped do.
    @Test func unescapedTheyDo() {
        let commands = Self.hostile.flatMap { text in
            "::error file=a::\(text)".unicodeScalars.split { $0 == "\n" || $0 == "\r" }.dropFirst()
                .compactMap { Command(String($0)) }
        }
        #expect(commands.map(\.name) == ["set-output", "add-mask", "stop-commands"])
    }
}
