extension JSONValue: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads any JSON value. Foundation's decoder does not keep the order of an object's keys; code that needs it reads
    /// the text with `init(parsing:)`.
    public init(from decoder: any Decoder) throws {
        // `try?`: a decoder does not say what kind of value comes. Each kind is tried, and the last one throws.
        if let object = try? decoder.container(keyedBy: Key.self) {
            self = .object(
                try object.allKeys.map {
                    Member($0.stringValue, try object.decode(JSONValue.self, forKey: $0))
                })
            return
        }
        if var array = try? decoder.unkeyedContainer() {
            var elements: [JSONValue] = []
            while !array.isAtEnd { elements.append(try array.decode(JSONValue.self)) }
            self = .array(elements)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let int = try? value.decode(Int64.self) {
            self = .int(int)
        } else if let double = try? value.decode(Double.self) {
            self = .double(double)
        } else {
            self = .string(try value.decode(String.self))
        }
    }

    /// Writes the value; a number that JSON has no form for is written as null.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var object = encoder.container(keyedBy: Key.self)
            for member in members {
                try object.encode(member.value, forKey: Key(stringValue: member.key))
            }
        case .array(let elements):
            var array = encoder.unkeyedContainer()
            for element in elements { try array.encode(element) }
        case .null: try encodeNil(encoder)
        case .bool(let bool): try encodeSingle(bool, encoder)
        case .int(let int): try encodeSingle(int, encoder)
        case .double(let double) where !double.isFinite: try encodeNil(encoder)
        case .double(let double): try encodeSingle(double, encoder)
        case .string(let text): try encodeSingle(text, encoder)
        }
    }

    private func encodeNil(_ encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encodeNil()
    }

    private func encodeSingle(_ single: some Encodable, _ encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(single)
    }
}
