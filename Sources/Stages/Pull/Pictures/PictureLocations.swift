import Curl
import Dataset

/// Turns what a row says about its picture into what is requested, or refuses it. A row is untrusted text: it
/// never makes the program contact a host that the pipeline does not name.
struct PictureLocations: Sendable {
    /// Why a location is not requested.
    struct Refused: Error {
        /// Which finding it makes.
        enum Rule: String { case refused = "image-host-refused", unavailable = "image-unavailable" }
        let rule: Rule
        /// For people.
        let reason: String
    }

    private let routes: StorageRoutes?
    private let allowed: Set<HTTPAddress.Origin>

    /// - Throws: `PullError` when the Storage's URL or an allowed origin is none.
    init(_ project: SupabaseSource) throws(PullError) {
        routes = try project.storage.map { settings throws(PullError) in try StorageRoutes(settings) }
        var origins: Set<HTTPAddress.Origin> = []
        for origin in project.allowedOrigins {
            let full = origin.contains("://") ? origin : "https://" + origin
            origins.insert(try StorageRoutes.address(full, "pull.allow_hosts").origin)
        }
        allowed = origins
    }

    /// Where a row's picture is.
    ///
    /// - Parameter name: the picture's own name, which distinguishes a `?` of the name from one before a query.
    func objectLocation(of location: String, named name: String) throws(Refused) -> ObjectLocation {
        let text = location.trimmedOfSpace
        if let slashes = text.firstRange(of: "://"),
            text[..<slashes.lowerBound].allSatisfy(Self.isSchemeLetter)
        {
            return try objectLocation(url: text, named: name)
        }
        if text.hasPrefix("//") {
            throw Refused(rule: .refused, reason: "it names a host without http or https")
        }
        if let scheme = text.firstMatch(of: /^([A-Za-z][A-Za-z0-9+.\-]*):/),
            Self.otherSchemes.contains(scheme.1.lowercased())
        {
            throw Refused(rule: .refused, reason: "it is neither an http(s) URL nor a path in the bucket")
        }
        guard let routes else {
            throw Refused(
                rule: .refused, reason: "it is a path in a bucket, and the pipeline names no pull.storage.url"
            )
        }
        return try routes.objectLocation(path: text, named: name)
    }

    private func objectLocation(url text: String, named name: String) throws(Refused) -> ObjectLocation {
        let address: HTTPAddress
        do { address = try HTTPAddress(Self.encodingIllegalBytes(text)) } catch {
            throw Refused(rule: .refused, reason: error.message)
        }
        if let routes, let location = try routes.objectLocation(address, named: name) { return location }
        guard allowed.contains(address.origin) || address.origin == routes?.base.origin else {
            throw Refused(
                rule: .refused,
                reason: "\(address.origin) is not the configured Storage, and not allowed by pull.allow_hosts"
            )
        }
        return ObjectLocation(identity: address.url, routes: [.init(url: address.url, isOfStorage: false)])
    }

    private static func isSchemeLetter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+.-".contains(character))
    }

    /// Words before a colon that mean another way of getting a file, and no object's name.
    private static let otherSchemes: Set<String> = [
        "http", "https", "file", "ftp", "ftps", "sftp", "scp", "tftp", "data", "blob", "javascript", "gopher",
        "dict",
        "ldap", "ldaps", "smb", "smbs", "ssh", "telnet", "imap", "imaps", "pop3", "smtp", "rtsp", "rtmp",
        "mqtt", "ws",
        "wss", "jar", "netdoc", "urn", "about", "mailto", "tel", "s3", "gs", "php", "phar", "expect",
        "view-source",
    ]

    /// Spaces, control bytes and everything beyond ASCII percent-encoded; what is encoded already stays.
    static func encodingIllegalBytes(_ text: String) -> String {
        text.utf8.reduce(into: "") { out, byte in
            if byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte) {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
            }
        }
    }
}

extension String {
    /// Without white space at both ends.
    fileprivate var trimmedOfSpace: String {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }
}
