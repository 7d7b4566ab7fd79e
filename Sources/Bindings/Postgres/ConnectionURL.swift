/// Takes a `postgres://` URL apart. Unlike libpq's parser it never repeats a part of the URL in an error, and
/// it takes the last `@` as the end of user and password, as people expect who forgot to encode the first.
enum ConnectionURL {
    typealias Pair = (key: String, value: String)

    static func parse(_ url: String) throws(PostgresError) -> [Pair] {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "postgres" || scheme == "postgresql" else {
            throw ConnectionSettings.invalid(
                "the connection string's scheme is not postgres or postgresql",
                hint:
                    "it begins with postgresql://; a driver's name behind a + (as postgresql+asyncpg) has to go"
            )
        }
        let rest = url[url.index(url.startIndex, offsetBy: scheme.count + 3)...]
        let beforeQuery = rest.prefix { $0 != "?" }
        let authority = beforeQuery.prefix { $0 != "/" }
        var pairs: [Pair] = []
        let hosts: Substring
        if let at = authority.lastIndex(of: "@") {
            let account = authority[..<at]
            hosts = authority[authority.index(after: at)...]
            let user = account.prefix { $0 != ":" }
            if !user.isEmpty { pairs.append(("user", try decode(user, "user name"))) }
            if user.endIndex < account.endIndex {
                let password = account[account.index(after: user.endIndex)...]
                if !password.isEmpty { pairs.append(("password", try decode(password, "password"))) }
            }
        } else {
            // An @ further on means that the password was cut by its own / or ?.
            guard !rest.dropFirst(authority.count).prefix(while: { $0 != "&" && $0 != "=" }).contains("@")
            else {
                throw ConnectionSettings.invalid(
                    "the password in the connection string holds a / or ? that is not percent-encoded",
                    hint: "write %2F for / and %3F for ?")
            }
            hosts = authority
        }
        pairs += try self.hosts(hosts)
        let database = beforeQuery.dropFirst(authority.count + 1)
        if !database.isEmpty { pairs.append(("dbname", try decode(database, "database name"))) }
        return pairs + (try query(rest.dropFirst(beforeQuery.count + 1)))
    }

    /// `host:port`, several with commas, an IPv6 address in brackets. Empty parts mean libpq's defaults.
    private static func hosts(_ text: Substring) throws(PostgresError) -> [Pair] {
        guard !text.isEmpty else { return [] }
        var hosts: [String] = []
        var ports: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var host = part
            var port: Substring = ""
            let bracket = part.first == "[" ? part.firstIndex(of: "]") : nil
            if let colon = part[(bracket ?? part.startIndex)...].firstIndex(of: ":") {
                host = part[..<colon]
                port = part[part.index(after: colon)...]
            }
            guard port.allSatisfy({ $0.isASCII && $0.isNumber }), port.isEmpty || UInt16(port) != nil else {
                throw ConnectionSettings.invalid(
                    "the port in the connection string is not a number up to 65535",
                    hint: "percent-encode a : / @ or # that belongs to the password")
            }
            if bracket != nil { host = host.dropFirst().dropLast() }
            hosts.append(try decode(host, "host"))
            ports.append(String(port))
        }
        var pairs: [Pair] = []
        if hosts.contains(where: { !$0.isEmpty }) { pairs.append(("host", hosts.joined(separator: ","))) }
        if ports.contains(where: { !$0.isEmpty }) { pairs.append(("port", ports.joined(separator: ","))) }
        return pairs
    }

    private static func query(_ text: Substring) throws(PostgresError) -> [Pair] {
        var pairs: [Pair] = []
        for part in text.split(separator: "&") {
            guard let equals = part.firstIndex(of: "=") else {
                throw ConnectionSettings.invalid("a parameter in the connection string has no value")
            }
            let key = try decode(part[..<equals], "parameter name")
            pairs.append((key, try decode(part[part.index(after: equals)...], "parameter")))
        }
        return pairs
    }

    private static func decode(_ text: Substring, _ part: String) throws(PostgresError) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value != 0
            else {
                throw ConnectionSettings.invalid(
                    "the \(part) in the connection string has a % without two hexadecimal digits behind it",
                    hint: "write %25 for a % that is meant")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
