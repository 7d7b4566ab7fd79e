/// A place in a text of PostgREST's grammar.
struct RestReader {
    /// What is read, for errors.
    let what: String
    let text: String
    private let characters: [Character]
    private(set) var at = 0
    /// How many brackets and negations are open; a text of nothing else must not exhaust the stack.
    var depth = 0

    init(_ what: String, _ text: String) {
        self.what = what
        self.text = text
        characters = Array(text)
    }

    var isAtEnd: Bool { at == characters.count }
    var next: Character? { at < characters.count ? characters[at] : nil }

    func failure(expecting: String) -> RestFailure {
        let found = next.map { "unexpected \"\($0)\"" } ?? "unexpected end of input"
        return .unparsable(what, text, at: at + 1, "\(found) expecting \(expecting)")
    }

    /// Steps over a literal when it stands here.
    mutating func take(_ literal: String) -> Bool {
        guard characters[at...].starts(with: literal) else { return false }
        at += literal.count
        return true
    }

    mutating func expect(_ literal: String) throws(RestFailure) {
        guard take(literal) else { throw failure(expecting: "\"\(literal)\"") }
    }

    /// A column's or table's name: quoted with any letters, or of letters, digits, `_`, `$`, spaces and dashes.
    mutating func name() throws(RestFailure) -> String {
        if next == "\"" { return try quoted() }
        let start = at
        while let character = next {
            let isArrow = character == "-" && at + 1 < characters.count && characters[at + 1] == ">"
            guard character.isLetter || character.isNumber || "_ $-".contains(character), !isArrow else {
                break
            }
            at += 1
        }
        let name = String(characters[start..<at]).trimming(" ")
        guard !name.isEmpty else { throw failure(expecting: "field name (* or [a..z0..9_$])") }
        return name
    }

    /// A text in double quotes; a backslash takes the next character as it is.
    mutating func quoted() throws(RestFailure) -> String {
        try expect("\"")
        var value = ""
        while let character = next {
            at += 1
            if character == "\"" { return value }
            if character == "\\", let escaped = next {
                at += 1
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        throw failure(expecting: "\"\\\"\"")
    }

    /// A value of a list: quoted, or all up to a comma or a closing bracket.
    mutating func listed() throws(RestFailure) -> String {
        if next == "\"" { return try quoted() }
        return until(",)")
    }

    /// All up to one of these characters, or to the end.
    mutating func until(_ stops: String) -> String {
        let start = at
        while let character = next, !stops.contains(character) { at += 1 }
        return String(characters[start..<at])
    }

    /// All of the rest.
    mutating func rest() -> String { until("") }
}

extension String {
    func trimming(_ character: Character) -> String {
        var text = self[...]
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
