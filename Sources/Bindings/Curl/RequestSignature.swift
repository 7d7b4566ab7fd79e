/// Credentials by which a request is signed (AWS Signature Version 4), as S3 endpoints want it. The secret
/// itself is never sent, shown or part of an error.
///
/// The path and the query are signed as they stand in the URL. For the server to come to the same signature,
/// every byte of the path but `A-Z a-z 0-9 - . _ ~ /` must be percent-encoded, once; so must the query's names
/// and values (`/` as well), each with a `=`, sorted by name.
public struct RequestSignature: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The public half, sent with the request.
    public let accessKeyID: String
    /// The secret half.
    public let secretAccessKey: String
    /// Sent as `x-amz-security-token` where the keys are temporary.
    public let sessionToken: String?
    /// The region, as `eu-central-1`.
    public let region: String
    /// The service, as `s3`.
    public let service: String

    /// A signature with these credentials.
    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, region: String,
        service: String = "s3"
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }

    /// Region and service; nothing of the keys.
    public var description: String { "AWS signature for \(service) in \(region)" }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Without the keys, for `dump` too.
    public var customMirror: Mirror { Mirror(self, children: ["region": region, "service": service]) }

    /// libcurl's syntax: "provider1[:provider2[:region[:service]]]". Left out, it would guess region and
    /// service from the host's name.
    func scope() throws(HTTPError) -> String {
        for part in [region, service] {
            let isName = part.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
            }
            // libcurl reads at most 64 bytes of each.
            guard isName, (1...64).contains(part.utf8.count) else {
                throw HTTPError(
                    .invalidRequest,
                    "a signature's region and service are 1 to 64 letters, digits, dots and dashes")
            }
        }
        guard !accessKeyID.isEmpty, !secretAccessKey.isEmpty,
            !(accessKeyID + secretAccessKey).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else {
            throw HTTPError(.invalidRequest, "a signature's access key is empty or holds a control character")
        }
        return "aws:amz:\(region):\(service)"
    }

    /// The headers that belong to it. Without the first, libcurl signs the hash of an empty body, but servers
    /// take "no hash given" for this very word.
    var headers: [(name: String, value: String)] {
        [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]
            + (sessionToken.map { [("x-amz-security-token", $0)] } ?? [])
    }
}
