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
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw HTTPError(.io, "\(path) can't be read")
        }
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

    /// The path.
    public var description: String { path }
}
