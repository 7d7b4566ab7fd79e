import Dataset

/// The suffix that distinguishes the runs of a matrix: `-Harbour-dim16-lr5e-05`, legal in a file's name anywhere.
struct VariantName: Sendable {
    /// A suffix for each combination, in their order; empty where nothing varies.
    let suffixes: [String]

    /// The most characters that one value has in a name.
    private static let longest = 24
    /// What settings are called in names; others by the last word of their path.
    private static let short = [
        "train.network_dim": "dim", "train.network_alpha": "alpha", "train.learning_rate": "lr",
        "train.max_train_epochs": "epochs", "train.max_train_steps": "steps", "prepare.resolution": "res",
    ]

    /// - Parameter ignored: a setting that distinguishes the runs already where the suffixes go.
    init(_ matrix: Matrix, ignoring ignored: String? = nil) {
        var words: [String: [String]] = [:]
        for axis in matrix.axes where axis.values.count > 1 && axis.path != ignored {
            words[axis.path] = Self.words(axis)
        }
        let all = matrix.combinations.map { combination in
            combination.compactMap { choice in words[choice.path].map { "-" + $0[choice.number] } }.joined()
        }
        let areDistinct = Set(all.map { $0.lowercased() }).count == all.count
        // Two settings' words can run into each other: "a-b" and "c", "a" and "b-c". Names made of one setting
        // of several are the same for many runs, so `ignored` distinguishes them.
        suffixes =
            areDistinct || ignored != nil ? all : all.enumerated().map { "\($1)-run\($0 + 1)" }
    }

    /// A name with a suffix, within a limit of bytes; what is cut is the name's end, and the number keeps it distinct.
    func named(_ base: String, _ number: Int, limit: Int) -> String {
        let suffix = suffixes[number]
        if base.utf8.count + suffix.utf8.count <= limit { return base + suffix }
        let tail = suffix.utf8.count <= limit / 2 ? suffix : "-run\(number + 1)"
        var head = base[...]
        while head.utf8.count + tail.utf8.count > limit { head.removeLast() }
        return head + tail
    }

    /// A word for each value of a setting, no two the same where case does not count.
    private static func words(_ axis: Matrix.Axis) -> [String] {
        let name = short[axis.path] ?? axis.path.split(separator: ".").last.map(String.init) ?? axis.path
        var taken: Set<String> = []
        return axis.values.enumerated().map { number, value in
            let word = word(value.expanded, of: axis.path, called: name) ?? "\(name)\(number + 1)"
            let free = taken.insert(word.lowercased()).inserted ? word : "\(word)-\(number + 1)"
            taken.insert(free.lowercased())
            return free
        }
    }

    /// nil where the value makes no good word: an address, or letters that not every file system takes.
    private static func word(_ value: String, of path: String, called name: String) -> String? {
        // An address can hold more than people should read in a name, and a variable that is not set says nothing.
        if value.contains("://") || value.contains("@") || value.contains("${") { return nil }
        if let number = Int(value) { return "\(name)\(number)" }
        if let number = Double(value), number.isFinite {
            return name + (path == "train.learning_rate" ? power(number) : plain(number))
        }
        let safe = String(
            value.unicodeScalars.map { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "_"
            }
        ).prefix(longest)
        return safe.contains { $0.isLetter || $0.isNumber } ? String(safe) : nil
    }

    /// A number without a dot: some programs take what follows one in a name for its ending.
    private static func plain(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? JSONValue.plain(number).replacing(".", with: "_")
    }

    /// As digits and a power of ten: 0.00005 is `5e-05`, 0.00015 is `15e-05`.
    private static func power(_ number: Double) -> String {
        for power in 0..<17 {
            // By way of the text, since multiplying would round.
            guard let shifted = Double("\(JSONValue.plain(number))e\(power)"), shifted == shifted.rounded(),
                let digits = Int64(exactly: shifted)
            else { continue }
            return "\(digits)e-" + (power < 10 ? "0" : "") + "\(power)"
        }
        return plain(number)
    }
}
