import ArgumentParser
import Dataset
import Foundation
import Pipeline
import Vips

/// Parses the command line and runs the command; every way out goes through `ExitStatus`.
@main
enum Main {
    static func main() async {
        // A peer that hangs up must be an error of a call, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        StandardStream.occupy()
        do {
            try refuseOddBytes()
            var command = try Lorapipe.parseAsRoot()
            if let failure = ShellLimits.complaint() {
                Console(isJSON: CommandLine.arguments.contains("--json")).fail(failure)
                exit(failure.status.rawValue)
            }
            if command is any Command { startPictures() }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let status as ExitStatus {
            exit(status.rawValue)
        } catch {
            leave(error)
        }
    }

    /// Starts libvips before there is a second thread: it changes the environment meanwhile, and no thread may read
    /// that at such a moment.
    private static func startPictures() {
        VipsRuntime.shareMemory()
        // A failure is reported again where a picture is needed, and there are commands that need none.
        try? VipsRuntime.start()
    }

    /// Refuses words that are no UTF-8: another place than the one meant would be read and written.
    private static func refuseOddBytes() throws {
        for (place, argument) in zip(CommandLine.arguments, 0...)
        where place.unicodeScalars.contains("\u{FFFD}") {
            guard let bytes = CommandLine.unsafeArgv[argument], String(validatingCString: bytes) == nil else {
                continue
            }
            throw ValidationError(
                "\(place.printableLine) is not UTF-8: rename that file or directory, or set the terminal to UTF-8"
            )
        }
        for name in ["LORAPIPE_STATE", "LORAPIPE_CA", "XDG_STATE_HOME"] {
            guard let bytes = getenv(name), String(validatingCString: bytes) == nil else { continue }
            throw ValidationError("\(name) is not UTF-8: name a directory or file that is")
        }
    }

    /// Help asked for goes to stdout; a command line that can't be read ends as the contract says.
    private static func leave(_ error: any Error) -> Never {
        let text = Lorapipe.fullMessage(for: error)
        if Lorapipe.exitCode(for: error) == .success {
            do {
                try StandardStream.show(text)
                exit(ExitStatus.done.rawValue)
            } catch {
                exit(error.rawValue)
            }
        }
        let console = Console(isJSON: CommandLine.arguments.contains("--json"))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let message = String((lines.first ?? "").trimmingPrefix("Error: "))
        console.fail(
            Failure(
                .settings, code: "usage", message,
                hint: lines.dropFirst().joined(separator: "\n").trimmingCharacters(in: .newlines)))
        exit(ExitStatus.settings.rawValue)
    }
}
