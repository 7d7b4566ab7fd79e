import Foundation

/// What lorapipe and CleanVision say of pictures that were made to be found, each named for what is the matter with it.
struct PlantedPictures {
    /// An issue of CleanVision's, and the rules that say the same; both words for copies, since it depends on what two
    /// files have in common which of them is said.
    private static let issues: [(issue: String, rules: Set<String>)] = [
        ("dark", ["image-dark"]), ("light", ["image-bright"]), ("blurry", ["image-blurry"]),
        ("low_information", ["image-low-information"]), ("odd_aspect_ratio", ["image-extreme-aspect"]),
        ("grayscale", ["image-grey"]), ("exact_duplicates", ["image-duplicate", "image-near-duplicate"]),
        ("near_duplicates", ["image-duplicate", "image-near-duplicate"]), ("odd_size", []),
    ]

    private struct Report: Decodable {
        struct Finding: Decodable {
            let name: String?
            let rule: String
        }
        let findings: [Finding]
    }

    private let names: [String]
    /// Of each picture.
    private var rules: [String: Set<String>] = [:]
    private var issues: [String: Set<String>] = [:]

    /// - Parameter cleanVision: a line a picture: its name and the issues, between tabs.
    init(names: [String], report: Data, cleanVision: String) throws {
        self.names = names
        for finding in try JSONDecoder().decode(Report.self, from: report).findings {
            if let name = finding.name { rules[name, default: []].insert(finding.rule) }
        }
        for line in cleanVision.split(separator: "\n") {
            let words = line.split(separator: "\t").map(String.init)
            issues[words[0]] = Set(words.dropFirst())
        }
    }

    func show() {
        print("\n| planted for | pictures | CleanVision finds | lorapipe finds | missed by lorapipe alone |")
        print("|---|---|---|---|---|")
        for (issue, own) in Self.issues {
            let planted = names.filter { $0.hasPrefix(issue) }
            let theirs = planted.filter { issues[$0]?.contains(issue) == true }
            let ours = planted.filter { rules[$0]?.isDisjoint(with: own) == false }
            let missed = theirs.filter { !ours.contains($0) }
            print("| \(issue) | \(planted.count) | \(theirs.count) | \(ours.count) | \(missed.count) |")
        }
        let clean = names.filter { $0.hasPrefix("clean") }
        // Of copies CleanVision names the originals too.
        let copies: Set = ["exact_duplicates", "near_duplicates"]
        let theirs = clean.filter { issues[$0]?.isSubset(of: copies) == false }
        let judged = Self.issues.reduce(into: Set<String>()) { $0.formUnion($1.rules) }
        let ours = clean.filter { rules[$0]?.isDisjoint(with: judged) == false }
        print("| nothing | \(clean.count) | \(theirs.count) | \(ours.count) | 0 |")
        fflush(nil)
    }
}
