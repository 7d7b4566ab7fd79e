import Check
import Dataset
import Foundation
import Store
import Yams

/// Reads `check.waivers`: a list, or the path of a file that holds one under `waivers`.
enum WaiverReading {
    /// The path of the file that holds the waivers; nil where they stand in the pipeline file itself, or nowhere.
    static func file(_ reader: inout SettingReader, _ directory: String) -> String? {
        guard let value = reader.value(path), value.node.sequence == nil else { return nil }
        return reader.text(path).map {
            URL(fileURLWithPath: $0, relativeTo: URL(fileURLWithPath: directory, isDirectory: true))
                .standardizedFileURL.path
        }
    }

    static func waivers(_ reader: inout SettingReader, _ directory: String) -> [Waiver] {
        if let value = reader.value(path), value.node.sequence != nil {
            return list(value.node, value.place, &reader)
        }
        guard let file = file(&reader, directory) else { return [] }
        let text: String
        do throws(StoreError) {
            // One byte beyond the limit is enough to see that it is too long.
            let count = min(try FileBytes.size(of: file), Int64(limit + 1))
            text = String(decoding: try FileBytes.read(file, count: Int(count)), as: UTF8.self)
        } catch {
            reader.report(
                path, "\(path): \(error.message.printableLine)",
                hint:
                    "name a file relative to the pipeline file; to draft it, leave the setting empty for once: --set check.waivers= --write-waivers FILE"
            )
            return []
        }
        return waivers(text, file, &reader)
    }

    private static let path = "check.waivers"

    /// How long a file of waivers may be: some 80,000 of them.
    private static let limit = 16 << 20

    private static func waivers(_ text: String, _ name: String, _ reader: inout SettingReader) -> [Waiver] {
        if let fault = YAMLLimits.fault(of: text, bytes: limit) {
            reader.report(
                .init(name, nil, fault, hint: "write each waiver out: its rule, its content and its reason"))
            return []
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            reader.report(
                .init(name, nil, "is not YAML", hint: "lorapipe check --write-waivers FILE drafts one"))
            return []
        }
        // A file in which all waivers were taken away again.
        guard let root, root.null == nil else { return [] }
        let list = root.mapping?["waivers"] ?? root
        if list.null != nil { return [] }
        guard list.sequence != nil else {
            reader.report(
                .init(
                    name, root.mark?.line, "holds no list of waivers",
                    hint: "begin it with waivers: and a dash"))
            return []
        }
        return Self.list(list, name, &reader)
    }

    private static func list(_ node: Node, _ place: String, _ reader: inout SettingReader) -> [Waiver] {
        (node.sequence ?? []).compactMap { item in
            let line = item.mark?.line
            guard let mapping = item.mapping else {
                reader.report(
                    .init(
                        place, line, "a waiver must be a mapping", hint: "it takes rule, content and reason"))
                return nil
            }
            for (key, _) in mapping where !["rule", "content", "reason"].contains(key.string) {
                reader.report(
                    .init(
                        place, key.mark?.line, "unknown key \((key.string ?? "?").printableLine) in a waiver",
                        hint: "it takes rule, content and reason"))
            }
            return waiver(
                mapping["rule"]?.scalar?.string ?? "", mapping["content"]?.scalar?.string ?? "",
                mapping["reason"]?.scalar?.string ?? "", place, line, &reader)
        }
    }

    private static func waiver(
        _ rule: String, _ content: String, _ reason: String, _ place: String, _ line: Int?,
        _ reader: inout SettingReader
    ) -> Waiver? {
        var faults: [(String, String)] = []
        if !Rule.all.contains(where: { $0.id == rule }) {
            let nearest = NearestName.of(rule, among: Rule.all.map(\.id)).map { "did you mean \($0)?" }
            faults.append(
                ("a waiver names the rule \"\(rule.printableLine)\"", nearest ?? "lorapipe rules lists them"))
        }
        let digest = Digest(hex: content)
        if digest == nil {
            faults.append(
                (
                    "a waiver's content is \"\(content.printableLine)\"",
                    "it takes the 64 digits that the finding has under content in a JSON report"
                ))
        }
        if reason.allSatisfy(\.isWhitespace) {
            faults.append(("a waiver has no reason", "say why the finding is accepted"))
        }
        for (message, hint) in faults { reader.report(.init(place, line, message, hint: hint)) }
        guard faults.isEmpty, let digest else { return nil }
        return Waiver(rule: rule, content: digest, reason: reason)
    }
}
