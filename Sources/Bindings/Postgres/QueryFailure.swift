import CPostgres
import CPostgresShims

/// Puts the server's refusal of a statement into our words.
enum QueryFailure {
    static func explain(_ result: OpaquePointer, on handle: PostgresHandle) -> PostgresError {
        let text: (UnsafePointer<CChar>?) -> String? = {
            $0.map { handle.withoutPassword(String(cString: $0)) }
        }
        let state = shim_pq_sqlstate(result).map { String(cString: $0) }
        let message = [
            text(shim_pq_primary_message(result)) ?? handle.errorText, text(shim_pq_detail(result)),
        ]
        .compactMap(\.self).joined(separator: "; ")
        let hint = text(shim_pq_hint(result))
        switch state {
        // The server shuts down, crashed or was ordered to end this session; or the wire was cut.
        case "57P01"?, "57P02"?, "57P03"?, "57P05"?, nil:
            return PostgresError(
                .connectionLost, "the connection to the database was lost: \(message)", sqlState: state,
                hint: hint ?? "run it again; nothing of the interrupted query was used")
        case "57014"? where message.contains("timeout"):
            return PostgresError(
                .timedOut, "the database stopped the query: \(message)", sqlState: state,
                hint: "raise the statement timeout of the role, or add the missing index")
        case let state?:
            let isLost = state.hasPrefix("08") || PQstatus(handle.pointer) == CONNECTION_BAD
            return PostgresError(
                isLost ? .connectionLost : .query, "the database refused: \(message)", sqlState: state,
                hint: hint)
        }
    }
}
