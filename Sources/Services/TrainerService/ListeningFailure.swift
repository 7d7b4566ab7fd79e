import Foundation
import NIOCore

/// Why a service could not listen, in words.
struct ListeningFailure {
    let host: String
    let port: Int

    /// What to tell for an error of the network library; any other error comes back as it is.
    func told(_ error: any Error) -> any Error {
        if let error = error as? IOError { return told(code: error.errnoCode) }
        if error is SocketAddressError.UnknownHost {
            return TrainerServiceError(
                message: "no address is known for \(host)", hint: "listen on an address of this machine")
        }
        return error
    }

    private func told(code: Int32) -> TrainerServiceError {
        switch code {
        case EADDRINUSE:
            TrainerServiceError(
                message: "port \(port) of \(host) is taken by another program",
                hint: "choose another with --port; --port 0 takes a free one")
        case EACCES, EPERM:
            TrainerServiceError(
                message: "port \(port) of \(host) may not be opened by this user",
                hint: "choose a port above 1023 with --port; --port 0 takes a free one")
        case EADDRNOTAVAIL:
            TrainerServiceError(
                message: "\(host) is no address of this machine", hint: "choose another with --host")
        default:
            TrainerServiceError(
                message: "cannot listen on port \(port) of \(host): \(String(cString: strerror(code)))",
                hint: "choose another with --host and --port")
        }
    }
}
