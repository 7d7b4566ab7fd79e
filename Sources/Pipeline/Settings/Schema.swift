import Check
public import Dataset

/// The JSON Schema of pipeline files, made from the list of settings.
public enum PipelineSchema {
    /// A draft 2020-12 document. A text that holds `${NAME}` may stand in place of every number and choice.
    public static var json: JSONValue {
        var root = object("", describing: "A lorapipe pipeline file")
        if case .object(let members) = root {
            root = .object(
                [
                    .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
                    .init("title", "lorapipe pipeline"),
                ] + members + [.init("required", .array(["pull"]))])
        }
        return root
    }

    private static func object(_ prefix: String, describing about: String) -> JSONValue {
        var names: [String] = []
        for setting in Setting.all where setting.path.hasPrefix(prefix) {
            let name = String(setting.path.dropFirst(prefix.count).prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        let members = names.map { name -> JSONValue.Member in
            let path = prefix + name
            let value =
                Setting.named(path).map(value) ?? object(path + ".", describing: "the settings of \(path)")
            return .init(name, value)
        }
        return .record([
            "description": .string(about), "type": "object", "properties": .object(members),
            "additionalProperties": false,
        ])
    }

    private static func value(_ setting: Setting) -> JSONValue {
        let about = JSONValue.Member("description", .string(setting.about))
        switch setting.kind {
        case .text, .secret: return .object([about, .init("type", "string")])
        case .integer(let range):
            let bounds = [
                range.lowerBound == Int.min
                    ? nil : JSONValue.Member("minimum", .int(Int64(range.lowerBound))),
                range.upperBound == Int.max
                    ? nil : JSONValue.Member("maximum", .int(Int64(range.upperBound))),
            ]
            return orVariable(.object([.init("type", "integer")] + bounds.compactMap { $0 }), about)
        case .number(let range): return orVariable(number(range), about)
        case .choiceOrNumber(let words, let range):
            let choice = JSONValue.object([.init("enum", .array(words.map { .string($0) }))])
            return orVariable([choice, number(range)], about)
        case .choice(let words):
            let values = words.map { word in Int64(word).map { JSONValue.int($0) } ?? .string(word) }
            return orVariable(.object([.init("enum", .array(values))]), about)
        case .texts:
            return .object([
                about, .init("type", "array"), .init("items", .object([.init("type", "string")])),
            ])
        case .matrix: return .object([about] + matrix)
        case .rules:
            let rules = Rule.all.map { JSONValue.Member($0.id, rule($0)) }
            return .object([
                about, .init("type", "object"), .init("properties", .object(rules)),
                .init("additionalProperties", false),
            ])
        case .waivers:
            let waiver = JSONValue.record([
                "type": "object", "required": .array(["rule", "content", "reason"]),
                "properties": .record([
                    "rule": .record(["enum": .array(Rule.all.map { .string($0.id) })]),
                    "content": .record(["type": "string", "pattern": "^[0-9a-fA-F]{64}$"]),
                    "reason": .record(["type": "string", "minLength": 1]),
                ]), "additionalProperties": false,
            ])
            return .object([
                about,
                .init(
                    "anyOf",
                    .array([
                        .record(["type": "array", "items": waiver]), .record(["type": "string"]),
                    ])),
            ])
        }
    }

    /// A list for each setting that can vary.
    private static var matrix: [JSONValue.Member] {
        let axes = Setting.all.filter(\.canVary).map { setting in
            JSONValue.Member(
                setting.path,
                .record(["type": "array", "minItems": 1, "uniqueItems": true, "items": value(setting)]))
        }
        return [
            .init("type", "object"), .init("properties", .object(axes)), .init("additionalProperties", false),
        ]
    }

    /// A severity, or a mapping of it and the rule's thresholds.
    private static func rule(_ rule: Rule) -> JSONValue {
        let words = JSONValue.object([.init("enum", .array(["off", "note", "warning", "error", false]))])
        let thresholds = rule.thresholds.map { threshold in
            JSONValue.Member(
                threshold.name,
                .record([
                    "description": .string(threshold.about),
                    "type": threshold.isCount ? "integer" : "number",
                    "minimum": .double(threshold.range.lowerBound),
                    "maximum": .double(threshold.range.upperBound), "default": .double(threshold.value),
                ]))
        }
        let mapping = JSONValue.record([
            "type": "object", "properties": .object([.init("severity", words)] + thresholds),
            "additionalProperties": false,
        ])
        return orVariable([words, mapping], .init("description", .string(rule.measures)))
    }

    private static func number(_ range: ClosedRange<Double>) -> JSONValue {
        .object([
            .init("type", "number"), .init("minimum", .double(range.lowerBound)),
            .init("maximum", .double(range.upperBound)),
        ])
    }

    private static func orVariable(_ value: JSONValue, _ about: JSONValue.Member) -> JSONValue {
        orVariable([value], about)
    }

    private static func orVariable(_ values: [JSONValue], _ about: JSONValue.Member) -> JSONValue {
        let variable = JSONValue.object([.init("type", "string"), .init("pattern", "\\$\\{")])
        return .object([about, .init("anyOf", .array(values + [variable]))])
    }
}
