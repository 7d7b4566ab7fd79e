import ArgumentParser
import Imaging

/// The other end of `check`: it starts this program again to decode untrusted pictures where nothing is lost by
/// a crash. Not for people, so it is not shown, and it opens no state directory.
struct InspectCommand: ParsableCommand {
    static let word = "inspect"
    static let configuration = CommandConfiguration(
        commandName: word, abstract: "Looks at the files named on stdin, for check.", shouldDisplay: false)

    mutating func run() throws { try InspectWorker().run() }
}
