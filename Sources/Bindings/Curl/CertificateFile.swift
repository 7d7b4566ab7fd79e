import Foundation

/// A PEM file of certificate authorities, looked at before it is relied on: libcurl reads it at the first
/// connection only.
public struct CertificateFile: Sendable, Equatable, CustomStringConvertible {
    /// Its path.
    public let path: String

    /// Looks into a file.
    ///
    /// - Throws: `HTTPError` of kind `io` when it can't be read or holds no certificate.
    public init(_ path: String) throws(HTTPError) {
        self.path = path
        let bytes = try Self.bytes(of: path)
        let text = String(decoding: bytes, as: UTF8.self)
        let blocks = text.matches(
            of:
                /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END (?:X509 |TRUSTED )?CERTIFICATE-----/
        )
        guard !blocks.isEmpty else { throw HTTPError(.io, "\(path) holds no certificate in PEM") }
        for block in blocks {
            // A certificate is a DER SEQUENCE.
            let der = Data(base64Encoded: String(block.1), options: .ignoreUnknownCharacters)
            guard let der, der.count > 64, der.first == 0x30 else {
                throw HTTPError(.io, "\(path) holds a certificate that is damaged")
            }
        }
    }

    /// 16 MiB: the bundles of systems have 200 KB.
    private static let limit = 16 << 20

    /// The whole file; of one above the limit, only enough to detect it.
    private static func bytes(of path: String) throws(HTTPError) -> Data {
        var bytes = Data()
        let file = FileHandle(fileDescriptor: try ReadableFile.open(path).descriptor, closeOnDealloc: true)
        do {
            while bytes.count <= limit,
                let piece = try file.read(upToCount: limit + 1 - bytes.count), !piece.isEmpty
            {
                bytes += piece
            }
        } catch {
            throw HTTPError(.io, "\(path) can't be read")
        }
        if bytes.count > limit { throw HTTPError(.io, "\(path) is above the limit of 16 MiB; it takes PEM") }
        return bytes
    }

    /// The path.
    public var description: String { path }
}
