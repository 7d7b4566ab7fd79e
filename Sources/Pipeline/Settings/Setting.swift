/// One key of a pipeline file. The list below is all there is: the reader, its errors and the JSON Schema are
/// made from it.
struct Setting: Sendable {
    /// Where it stands, as in `prepare.resolution`.
    let path: String
    let kind: Kind
    /// A sentence for people.
    let about: String
    /// The first command of check → export → train that can't do without it. A variable that is not set in a
    /// value that only later commands need is no error.
    let neededBy: Need

    enum Kind: Sendable, Equatable {
        case text
        /// A text that is never shown.
        case secret
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        /// One of some words, or a number.
        case choiceOrNumber([String], ClosedRange<Double>)
        case texts
        /// A mapping of rule ids to their settings.
        case rules
        /// A list of waivers, or a file that holds one.
        case waivers
        /// A mapping of settings' paths to the values that they take in turn.
        case matrix
    }

    init(_ path: String, _ kind: Kind, _ about: String, neededBy: Need = .check) {
        self.path = path
        self.kind = kind
        self.about = about
        self.neededBy = neededBy
    }

    /// Whether runs of one matrix can differ in it: a single value that shapes a run, and is no secret.
    var canVary: Bool {
        switch kind {
        case .text, .integer, .number, .choice, .choiceOrNumber:
            !["version", "name"].contains(path) && !path.hasPrefix("notify.")
        case .secret, .texts, .rules, .waivers, .matrix: false
        }
    }

    static func named(_ path: String) -> Setting? { all.first { $0.path == path } }

    /// The sections: every prefix of a setting's path.
    static let sections: Set<String> = Set(
        all.flatMap { setting in
            let parts = setting.path.split(separator: ".")
            return (1..<max(1, parts.count)).map { parts[..<$0].joined(separator: ".") }
        })
}

/// How far along the line a command goes.
public enum Need: Int, Sendable, Comparable {
    case check, export, train

    /// By how far they go.
    public static func < (left: Need, right: Need) -> Bool { left.rawValue < right.rawValue }
}
