import ArgumentParser
import Check

/// The other end of `check`: it starts this program again to have strangers' pictures decoded where nothing is lost by
/// a crash. Not for people, so it is not shown, and it opens no state directory.
struct LookCommand: ParsableCommand {
    static let word = "look"
    static let configuration = CommandConfiguration(
        commandName: word, abstract: "Looks at the files named on stdin, for check.", shouldDisplay: false)

    mutating func run() throws { try LookServer().run() }
}
