import Foundation
import Pipeline

/// stdin, stdout and stderr: descriptors that somebody else made, and may have made in any way.
enum StandardStream {
    /// Writes all of a text. Where the descriptor does not wait by itself (`O_NONBLOCK`, as node and some servers for
    /// continuous integration hand it over), it is waited for: nothing is lost.
    ///
    /// - Returns: the error's number; nil when all was written.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            let code = errno
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count < 0 && (code == EAGAIN || code == EWOULDBLOCK) {
                wait(for: descriptor)
            } else if count == 0 || code != EINTR {
                return count == 0 ? EIO : code
            }
        }
        return nil
    }

    /// Writes the whole result of a command that has no console.
    ///
    /// - Throws: `ExitStatus.machine` when it can't be written, which is reported; a reader that went away is no
    ///   failure.
    static func show(_ text: String) throws(ExitStatus) {
        guard let code = write(text + "\n", to: STDOUT_FILENO), code != EPIPE else { return }
        _ = write("error: \(failure(code).message)\n", to: STDERR_FILENO)
        throw .machine
    }

    /// stdout can't be written.
    static func failure(_ code: Int32) -> Failure {
        let full = code == ENOSPC || code == EDQUOT ? "the disk is full: " : ""
        return Failure(
            .machine, code: "output",
            "\(full)the output could not be written: \(String(cString: strerror(code)))",
            hint: "look where stdout goes, and run the command again")
    }

    /// Puts something that can't be written, or holds nothing to read, in the place of each of the three that is
    /// closed: the next file that is opened would take its number, and messages would be written into that file.
    static func occupy() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is taken, and all below are in use.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    private static func wait(for descriptor: Int32) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Whatever it returns, the next write decides.
        _ = poll(&waiting, 1, 1000)
    }
}
