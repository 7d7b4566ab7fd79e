import CPostgres

extension PostgresHandle {
    var serverVersion: Int { Int(PQserverVersion(pointer)) }

    /// nil when the connection is in plain text.
    var tlsProtocol: String? {
        guard PQsslInUse(pointer) == 1 else { return nil }
        return PQsslAttribute(pointer, "protocol").map { String(cString: $0) } ?? "TLS"
    }

    func parameterStatus(_ name: String) -> String? {
        PQparameterStatus(pointer, name).map { String(cString: $0) }
    }
}
