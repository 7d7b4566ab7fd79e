import Foundation
import NIOCore

/// Why a server could not listen, in words.
struct ListeningFailure {
    let host: String
    let port: Int

    /// The error to throw for one of the network library; any other error comes back as it is.
    func explained(_ error: any Error) -> any Error {
        if let error = error as? IOError { return explained(code: error.errnoCode) }
        if error is SocketAddressError.UnknownHost {
            return WebServerError(
                message: "no address is known for \(host)", hint: "listen on an address of this machine")
        }
        return error
    }

    private func explained(code: Int32) -> WebServerError {
        switch code {
        case EADDRINUSE:
            WebServerError(
                message: "port \(port) of \(host) is taken by another program",
                hint: "choose another with --port; --port 0 takes a free one")
        case EACCES, EPERM:
            WebServerError(
                message: "port \(port) of \(host) may not be opened by this user",
                hint: "choose a port above 1023 with --port; --port 0 takes a free one")
        case EADDRNOTAVAIL:
            WebServerError(
                message: "\(host) is no address of this machine", hint: "choose another with --host")
        default:
            WebServerError(
                message: "cannot listen on port \(port) of \(host): \(String(cString: strerror(code)))",
                hint: "choose another with --host and --port")
        }
    }
}
