import ArgumentParser
import Dataset
import Foundation
import Pipeline

/// Where a command will write, looked at before its work begins: a run of minutes is not to end at a mistyped name, and
/// never over what it was made from.
struct OutputPath {
    /// As the command line spells it.
    let option: String
    let path: String

    /// Refuses a place that can't be written, and one that holds an input.
    ///
    /// - Parameter inputs: files that the command reads, each with what it is.
    func refuse(over inputs: [(what: String, path: String)]) throws(Failure) {
        let directory =
            path.utf8.lastIndex(of: UInt8(ascii: "/")).map {
                String(decoding: path.utf8[...$0], as: UTF8.self)
            } ?? "."
        var here = stat()
        if path.isEmpty { throw failure("names no file") }
        guard stat(directory, &here) == 0, here.st_mode & S_IFMT == S_IFDIR else {
            throw failure("there is no directory \(directory.printableLine)")
        }
        guard access(directory, W_OK) == 0 else {
            throw failure("nothing can be written in \(directory.printableLine)", .machine)
        }
        guard stat(path, &here) == 0 else { return }
        if here.st_mode & S_IFMT == S_IFDIR { throw failure("is a directory") }
        for input in inputs {
            var there = stat()
            guard stat(input.path, &there) == 0, there.st_dev == here.st_dev, there.st_ino == here.st_ino
            else { continue }
            throw failure("is \(input.what), which would be lost")
        }
    }

    private func failure(_ what: String, _ status: ExitStatus = .settings) -> Failure {
        Failure(
            status, code: "output", "\(option) \(path.printableLine): \(what)", hint: "name another file")
    }
}

/// A path as a command line names it. An empty one comes of a variable that is not set, as in `--out "$OUT"`: taken as
/// it is, it would mean the current directory, or whatever is meant without the option.
func namedPath(_ text: String) throws -> String {
    if text.isEmpty { throw ValidationError("it is empty: name a path, or look whether a variable is set") }
    return text
}

extension String {
    /// A path as it is shown to people: from the current directory where it lies below that, as they typed it
    /// themselves. Programs get the whole path.
    var shownPath: String {
        let here = FileManager.default.currentDirectoryPath
        guard here != "/", hasPrefix(here + "/") else { return printableLine }
        return String(dropFirst(here.count + 1)).printableLine
    }
}
