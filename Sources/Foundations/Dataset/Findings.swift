/// Where findings are kept that are too many for memory, as in the table of a run.
public protocol FindingSource: Sendable {
    /// Passes each finding to `body`, in the order in which they were found.
    ///
    /// - Parameter rule: only the findings of this rule; nil for all.
    /// - Throws: an error when they can't be read, and what `body` throws.
    func forEach(rule: String?, _ body: (Finding) throws -> Void) throws
}

/// Findings in their order. A million of them take no memory while they lie in a table: only their counts are in the
/// value. So reading them can fail.
public struct Findings: Sendable, ExpressibleByArrayLiteral {
    /// How many there are, by rule and severity.
    public private(set) var tally = Tally()
    private var parts: [Part] = []

    /// Findings of one source, changed or left out as they are read.
    private struct Part {
        let source: any FindingSource
        /// Nil for a finding that is left out.
        var transform: (@Sendable (Finding) -> Finding?)?
    }

    /// Findings in memory.
    public init(_ findings: [Finding]) {
        for finding in findings { tally.add(finding) }
        if !findings.isEmpty { parts = [Part(source: FindingList(findings: findings))] }
    }

    /// Findings in memory.
    public init(arrayLiteral findings: Finding...) { self.init(findings) }

    /// Findings that lie in a source.
    ///
    /// - Parameter tally: the counts of all that lie there.
    public init(_ source: any FindingSource, tally: Tally) {
        self.tally = tally
        parts = [Part(source: source)]
    }

    /// How many there are.
    public var count: Int { tally.count }
    /// Whether there are none.
    public var isEmpty: Bool { tally.count == 0 }
    /// How many of them have this severity.
    public func count(_ severity: Severity) -> Int { tally.severities[severity] ?? 0 }

    /// Passes each finding to `body`, in order.
    ///
    /// - Parameter rule: only the findings of this rule; nil for all.
    /// - Throws: what the source throws when it can't be read, and what `body` throws.
    public func forEach(rule: String? = nil, _ body: (Finding) throws -> Void) throws {
        for part in parts {
            try part.source.forEach(rule: rule) { finding in
                if let changed = part.transform.map({ $0(finding) }) ?? finding { try body(changed) }
            }
        }
    }

    /// All of them in memory: for a few, and for reports that need them all at once.
    public func all() throws -> [Finding] {
        var findings: [Finding] = []
        findings.reserveCapacity(count)
        try forEach { findings.append($0) }
        return findings
    }

    /// Those that satisfy a condition. They are read once to be counted, and stay where they are.
    public func filter(_ isIncluded: @escaping @Sendable (Finding) -> Bool) throws -> Findings {
        try transformed { isIncluded($0) ? $0 : nil }
    }

    /// The same findings, changed; the rule stays. They are read once to be counted, and stay where they are.
    public func map(_ change: @escaping @Sendable (Finding) -> Finding) throws -> Findings {
        try transformed(change)
    }

    private func transformed(_ transform: @escaping @Sendable (Finding) -> Finding?) throws -> Findings {
        var result = Findings([])
        result.parts = parts.map { part in
            guard let earlier = part.transform else { return Part(source: part.source, transform: transform) }
            return Part(source: part.source) { earlier($0).flatMap(transform) }
        }
        var tally = Tally()
        try result.forEach { tally.add($0) }
        result.tally = tally
        return result
    }

    /// The findings of one value, then those of another.
    public static func + (one: Findings, other: Findings) -> Findings {
        var both = one
        both.parts += other.parts
        both.tally.add(other.tally)
        return both
    }
}

extension Findings {
    /// How many findings there are.
    public struct Tally: Sendable, Equatable {
        /// The findings of one rule.
        public struct Rule: Sendable, Equatable {
            /// The rule's id.
            public let id: String
            /// The severity of its first finding.
            public let severity: Severity
            /// The hint of its first finding.
            public let hint: String
            /// How many there are.
            public var count: Int
            /// How many of them are errors.
            public var errors: Int
        }

        /// All of them.
        public private(set) var count = 0
        /// By severity.
        public private(set) var severities: [Severity: Int] = [:]
        /// By rule, in the order of the first finding of each.
        public private(set) var rules: [Rule] = []
        private var places: [String: Int] = [:]

        /// Nothing.
        public init() {}

        /// Counts a finding.
        public mutating func add(_ finding: Finding) {
            add(
                Rule(
                    id: finding.rule, severity: finding.severity, hint: finding.hint, count: 1,
                    errors: finding.severity == .error ? 1 : 0))
            severities[finding.severity, default: 0] += 1
        }

        /// Counts other findings too.
        public mutating func add(_ other: Tally) {
            for rule in other.rules { add(rule) }
            severities.merge(other.severities, uniquingKeysWith: +)
        }

        private mutating func add(_ rule: Rule) {
            count += rule.count
            guard let place = places[rule.id] else {
                places[rule.id] = rules.count
                rules.append(rule)
                return
            }
            rules[place].count += rule.count
            rules[place].errors += rule.errors
        }
    }
}

/// Findings in memory.
private struct FindingList: FindingSource {
    let findings: [Finding]

    func forEach(rule: String?, _ body: (Finding) throws -> Void) throws {
        for finding in findings where rule == nil || finding.rule == rule { try body(finding) }
    }
}
