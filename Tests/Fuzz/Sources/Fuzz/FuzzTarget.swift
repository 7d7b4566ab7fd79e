/// One parser under the fuzzer.
struct FuzzTarget: Sendable {
    /// What it is called on the command line.
    let name: String
    /// Files to start from, made anew each time.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Words of the format, which random changes would hardly find.
    var dictionary: [String] = []
    /// Reads one input. What is wrong with the input is caught here; anything that is thrown, and any trap, is a finding.
    let run: @Sendable ([UInt8]) throws -> Void

    /// Every target that a run without a name goes through.
    static var all: [FuzzTarget] {
        get throws {
            ImageTargets.all + [
                jsonTarget, payloadTarget, tokensTarget, try settingsTarget(), try folderTarget(),
                try journalTarget(),
            ]
        }
    }

    /// A target of that name.
    static func named(_ name: String) throws -> FuzzTarget? {
        try (all + [plantedTarget]).first { $0.name == name }
    }
}

/// What a parser did that it must never do.
struct Finding: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
