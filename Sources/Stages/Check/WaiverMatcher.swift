import Dataset

/// The waivers of a run, and which of them matched a finding.
struct WaiverMatcher {
    private var reasons: [Key: Waiver] = [:]
    private var used: Set<Key> = []
    private let all: [Waiver]

    private struct Key: Hashable {
        let rule: String
        let content: Digest
    }

    init(_ waivers: [Waiver]) {
        all = waivers
        for waiver in waivers { reasons[Key(rule: waiver.rule, content: waiver.content)] = waiver }
    }

    /// The waiver for a finding, which then counts as used; nil when there is none.
    mutating func waiver(for finding: Finding) -> Waiver? {
        guard let content = finding.content else { return nil }
        let key = Key(rule: finding.rule, content: content)
        guard let waiver = reasons[key] else { return nil }
        used.insert(key)
        return waiver
    }

    /// Those that matched no finding, in their order.
    var stale: [Waiver] { all.filter { !used.contains(Key(rule: $0.rule, content: $0.content)) } }
}
