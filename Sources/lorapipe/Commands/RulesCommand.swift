import ArgumentParser
import Check
import Dataset
import Foundation
import Pipeline

struct RulesCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "What the preflight looks for: every rule with its severity and settings.",
        discussion: """
            With a pipeline file, as that file sets them. Rules are set under check.rules, as in \
            { image-blurry: off, caption-too-long: { severity: error, max_tokens: 400 } }.
            """)

    @Argument(
        help: ArgumentHelp("A pipeline file whose settings are shown.", valueName: "pipeline"),
        transform: namedPath)
    var file: String?
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("Put a setting over the file's; may be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []
    @Flag(help: "Print the reference page, in Markdown.")
    var markdown = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if file == nil, !overrides.isEmpty {
            throw ValidationError("--set goes over a pipeline file: name one")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        var settings = RuleSettings()
        if let file {
            settings = try PipelineSettings(
                at: file, overrides: overrides, environment: ProcessInfo.processInfo.environment
            ).rules
        }
        console.emit(RuleReference.json(settings), pretty: true)
        console.show(markdown ? RuleReference.markdown(settings) : RuleText.text(settings, console))
        return .done
    }
}

/// The rules for the terminal.
enum RuleText {
    static func text(_ settings: RuleSettings, _ console: Console) -> String {
        Rule.all.map { rule in
            let weight = settings.isOn(rule) ? settings.severity(of: rule).rawValue : "off"
            let head = "\(console.coloured(rule.id, .bold))  \(weight)"
            let thresholds = rule.thresholds.map { threshold in
                "    \(threshold.name): \(settings.value(of: threshold, in: rule).text(6))  "
                    + console.coloured(threshold.about, .faint)
            }
            return ([head, "  \(rule.measures)"] + thresholds + ["  → \(rule.hint)"]).joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }
}
