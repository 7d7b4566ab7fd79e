import Foundation

extension ConnectionSettings {
    /// Refuses a pipe where libpq opens a file without a look at what it is: the mere opening of a pipe waits for a
    /// writer, past every time limit. Of private keys and password files libpq itself takes only regular ones.
    func refusePipes(_ environment: [String: String]) throws(PostgresError) {
        let home = environment["HOME"] ?? NSHomeDirectory()
        func named(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        for (keyword, variable, usual) in [
            ("sslrootcert", "PGSSLROOTCERT", "root.crt"), ("sslcert", "PGSSLCERT", "postgresql.crt"),
            ("sslcrl", "PGSSLCRL", "root.crl"),
        ] {
            try Self.refusePipe(
                named(keywords[keyword]) ?? named(environment[variable]) ?? "\(home)/.postgresql/\(usual)",
                setBy: "\(keyword) or \(variable)")
        }
        if named(keywords["service"]) ?? named(environment["PGSERVICE"]) != nil {
            try Self.refusePipe(
                named(environment["PGSERVICEFILE"]) ?? "\(home)/.pg_service.conf", setBy: "PGSERVICEFILE")
        }
    }

    private static func refusePipe(_ path: String, setBy names: String) throws(PostgresError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return }
        throw invalid("\(path) is a pipe", hint: "put a regular file there, or name one by \(names)")
    }
}
