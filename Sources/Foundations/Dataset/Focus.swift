/// The point of an upright picture that a crop keeps in its middle, as far as the picture's edges allow.
public struct Focus: Sendable, Hashable {
    /// From the left edge, 0, to the right, 1.
    public let x: Double
    /// From the top edge, 0, to the bottom, 1.
    public let y: Double

    /// The middle of the picture.
    public static let centre = Focus(unchecked: 0.5, 0.5)

    private init(unchecked x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    /// A point in the picture; nil for one outside.
    public init?(x: Double, y: Double) {
        guard (0...1).contains(x), (0...1).contains(y) else { return nil }
        self.init(unchecked: x, y)
    }

    /// Reads a point as rows give it: `0.5, 0.3`, `(0.5,0.3)` as PostgreSQL prints a point, or the JSON `[0.5, 0.3]` or
    /// `{"x": 0.5, "y": 0.3}`. Nil for anything else, and for a point outside the picture.
    public init?(_ text: String) {
        var numbers: [Double]
        // Not JSON: then it may still be two numbers.
        if let json = try? JSONValue(parsing: text), json.array != nil || json.members != nil {
            guard let point = Self.numbers(json) else { return nil }
            numbers = point
        } else {
            var bare = text.filter { !$0.isWhitespace || $0 == " " }[...]
            while bare.first == " " { bare.removeFirst() }
            while bare.last == " " { bare.removeLast() }
            if bare.first == "(" && bare.last == ")" { bare = bare.dropFirst().dropLast() }
            let parts = bare.split(whereSeparator: { $0 == "," || $0 == " " || $0 == ";" })
            numbers = parts.compactMap { Double($0) }
            guard numbers.count == parts.count else { return nil }
        }
        guard numbers.count == 2 else { return nil }
        self.init(x: numbers[0], y: numbers[1])
    }

    private static func numbers(_ json: JSONValue) -> [Double]? {
        let values = json.array ?? [json["x"] ?? .null, json["y"] ?? .null]
        let numbers = values.compactMap(\.double)
        return numbers.count == values.count ? numbers : nil
    }
}
