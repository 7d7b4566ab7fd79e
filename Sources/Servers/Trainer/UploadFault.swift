import Dataset
import MusubiAPI

/// One entry of a 422 answer's `detail`, in FastAPI's shape.
struct UploadFault: Sendable, Equatable {
    let type: String
    let location: [JSONValue]
    let message: String
    let input: JSONValue

    /// `location` is given without the leading `body`.
    init(_ type: String, _ location: [JSONValue], _ message: String, input: JSONValue = .null) {
        self.type = type
        self.location = ["body"] + location
        self.message = Self.cut(message, 300)
        self.input = Self.shortened(input)
    }

    static func missing(_ location: [JSONValue]) -> UploadFault {
        UploadFault("missing", location, "Field required")
    }

    static func value(_ location: [JSONValue], _ message: String, input: JSONValue = .null) -> UploadFault {
        UploadFault("value_error", location, "Value error, \(message)", input: input)
    }

    static func notJSON(_ error: PayloadSyntaxError) -> UploadFault {
        UploadFault("json_invalid", [.int(Int64(error.offset))], "JSON decode error: \(error.message)")
    }

    /// A parameter outside its range, or of another type.
    static func parameter(_ fault: ParameterFault, in body: JSONValue) -> UploadFault {
        guard let given = body[fault.key] else { return .missing([.string(fault.key)]) }
        return .value([.string(fault.key)], "it takes \(fault.allowed)", input: given)
    }

    var json: JSONValue {
        .record([
            "type": .string(type), "loc": .array(location), "msg": .string(message), "input": input,
        ])
    }

    /// FastAPI repeats the whole input: a picture is not sent back.
    private static func shortened(_ input: JSONValue) -> JSONValue {
        let text = input.string ?? input.text()
        return text.unicodeScalars.count > 80 ? .string(cut(text, 80)) : input
    }

    /// Counted in scalars: one character can be a letter with a million accents.
    private static func cut(_ text: String, _ limit: Int) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}
