import CPostgres
import Foundation

/// How well a connection to a database is protected: what was negotiated, not what was asked for.
public struct ConnectionSecurity: Sendable, Equatable {
    /// How far the server's certificate was looked at.
    public enum Verification: Sendable, Hashable {
        /// Not at all: anybody on the way may have answered in the server's place.
        case none
        /// An authority that is trusted signed it; for whom, was not looked at.
        case authority
        /// An authority that is trusted signed it for this host.
        case full
    }

    /// Whether the connection is encrypted.
    public let isEncrypted: Bool
    /// The TLS version, as `TLSv1.3`; nil when the connection is not encrypted.
    public let tlsProtocol: String?
    /// How far the server's certificate was looked at.
    public let verification: Verification
    /// Whether the server is on this machine: behind a Unix socket, or at a loopback address.
    public let isLocal: Bool
}

extension PostgresHandle {
    /// libpq doesn't say whether it verified, so its own rule is followed here: "if a root CA file exists,
    /// the behavior of sslmode=require will be the same as that of verify-ca" (in fact with every mode that
    /// came to encrypt); `verify-full` looks at the host too.
    func readSecurity() -> ConnectionSecurity {
        let options = effectiveOptions
        var verification = ConnectionSecurity.Verification.none
        if tlsProtocol != nil {
            let given = options["sslrootcert"].flatMap { $0.isEmpty ? nil : $0 }
            let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
            if options["sslmode"] == "verify-full" {
                verification = .full
            } else if access(given ?? home + "/.postgresql/root.crt", F_OK) == 0 {
                verification = .authority
            }
        }
        return ConnectionSecurity(
            isEncrypted: tlsProtocol != nil, tlsProtocol: tlsProtocol, verification: verification,
            isLocal: isLocal)
    }

    /// PQhostaddr: "the server IP address of the active connection"; empty for a Unix socket.
    private var isLocal: Bool {
        let address = PQhostaddr(pointer).map { String(cString: $0) } ?? ""
        return address.isEmpty || address == "::1" || address.hasPrefix("127.")
    }

    /// PQconninfo: "returns the connection options used by a live connection", from the settings, the
    /// environment and a service file alike.
    private var effectiveOptions: [String: String] {
        guard let list = PQconninfo(pointer) else { return [:] }
        defer { PQconninfoFree(list) }
        var options: [String: String] = [:]
        var item = list
        while let keyword = item.pointee.keyword {
            options[String(cString: keyword)] = item.pointee.val.map { String(cString: $0) }
            item += 1
        }
        return options
    }
}
