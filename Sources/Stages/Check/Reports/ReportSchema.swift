public import Dataset

/// The JSON Schema of `lorapipe.report/1`, which `lorapipe schema report` prints.
public enum ReportSchema {
    /// A draft 2020-12 document. Members may be added; none is removed or changes its meaning without another version in
    /// `schema`.
    public static var json: JSONValue {
        .record([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:lorapipe:report:1", "title": "lorapipe report", "type": "object",
            "required": .array(["schema", "dataset", "summary", "findings", "waived", "stale_waivers"]),
            "properties": .record([
                "schema": .record(["const": "lorapipe.report/1"]),
                "dataset": object(
                    [
                        "id": text("the database id, or the folder's name"),
                        "name": text("what people call it"),
                        "trigger": text("the trigger word; absent when none is set"),
                    ], required: ["id", "name"]),
                "summary": object(
                    [
                        "rows": count("rows looked at"), "errors": count("findings that block"),
                        "warnings": count("findings of warning severity"),
                        "notes": count("findings of note severity"),
                        "waived": count("findings that are accepted"),
                        "stale_waivers": count("waivers that met no finding"),
                        "known": count("findings set aside since the baseline has them; absent without one"),
                        "known_errors": count("how many of them are errors, which still stop an export"),
                    ],
                    required: ["rows", "errors", "warnings", "notes", "waived", "stale_waivers"]),
                "outlook": estimate,
                "findings": list(finding([:], required: [])),
                "waived": list(finding(["reason": text("why it is accepted")], required: ["reason"])),
                "known": list(finding([:], required: [])),
                "stale_waivers": list(
                    object(
                        ["rule": ruleID, "content": digest, "reason": text("why it was accepted")],
                        required: ["rule", "content", "reason"])),
            ]),
        ])
    }

    private static var estimate: JSONValue {
        object(
            [
                "trained": count("rows that would be trained on"),
                "dropped": count("rows that would be left out"),
                "cropped": count("pictures of which a part is cut away"),
                "enlarged": count("pictures that would be enlarged"),
                "converted": count("pictures that would be turned, converted in colour or flattened"),
                "captions_cut": count("captions of which the trainer would lose the end"),
                "payload_bytes_estimate": count("bytes of the payload, about"),
                "steps": count("training steps at batch size 1"),
                "epochs": .record([
                    "description": "how often each picture is seen", "type": "number", "minimum": 0,
                ]),
            ],
            required: ["trained", "dropped", "cropped", "enlarged", "captions_cut", "steps", "epochs"])
    }

    private static func finding(_ more: KeyValuePairs<String, JSONValue>, required: [String]) -> JSONValue {
        let members: KeyValuePairs<String, JSONValue> = [
            "rule": ruleID,
            "severity": .record(["enum": .array(["note", "warning", "error"])]),
            "row": text(
                "the row's id, or the file's path in a folder; absent for findings on the whole dataset"),
            "name": text("the picture's name"), "message": text("what was found"),
            "hint": text("what to do about it"), "content": digest,
            "url": text("where the picture was looked for, without query and user; absent where it came"),
        ]
        return object(
            members.map { ($0, $1) } + more.map { ($0, $1) },
            required: ["rule", "severity", "message", "hint"] + required)
    }

    private static let ruleID = JSONValue.record([
        "description": "the rule's stable id", "type": "string", "pattern": "^[a-z]+(-[a-z]+)*$",
    ])

    private static let digest = JSONValue.record([
        "description": "the SHA-256 of what it rests on, by which it can be waived", "type": "string",
        "pattern": "^[0-9a-f]{64}$",
    ])

    private static func text(_ about: String) -> JSONValue {
        .record(["description": .string(about), "type": "string"])
    }

    private static func count(_ about: String) -> JSONValue {
        .record(["description": .string(about), "type": "integer", "minimum": 0])
    }

    private static func list(_ items: JSONValue) -> JSONValue { .record(["type": "array", "items": items]) }

    private static func object(_ members: KeyValuePairs<String, JSONValue>, required: [String]) -> JSONValue {
        object(members.map { ($0, $1) }, required: required)
    }

    private static func object(_ members: [(String, JSONValue)], required: [String]) -> JSONValue {
        .record([
            "type": "object", "required": .array(required.map { .string($0) }),
            "properties": .object(members.map { .init($0.0, $0.1) }),
        ])
    }
}
