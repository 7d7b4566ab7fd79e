import Crypto

/// The SHA-256 of some bytes: how files, recipes and payloads are named and compared.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let hex: String

    /// Takes 64 hexadecimal digits; nil for anything else.
    public init?(hex: String) {
        let text = hex.lowercased()
        guard text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        else {
            return nil
        }
        self.hex = text
    }

    /// The SHA-256 of bytes in memory.
    public static func of(_ bytes: [UInt8]) -> Digest {
        var hash = RunningDigest()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    /// The SHA-256 of a text's UTF-8 bytes.
    public static func of(_ text: String) -> Digest { of(Array(text.utf8)) }

    fileprivate init(_ hash: SHA256) {
        hex = hash.finalize().reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    /// The 32 bytes.
    public var raw: [UInt8] {
        let digits = Array(hex.utf8).map { $0 < 0x61 ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The first 12 digits, enough to tell files of one dataset apart.
    public var short: String { String(hex.prefix(12)) }

    /// The 64 digits.
    public var description: String { hex }

    /// By the digits.
    public static func < (left: Digest, right: Digest) -> Bool { left.hex < right.hex }
}

/// A digest of bytes that come in pieces.
public struct RunningDigest: Sendable {
    private var hash = SHA256()

    /// Over no bytes yet.
    public init() {}

    /// Takes in more bytes; they are not kept.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// Takes in more bytes.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// Whether the digest of all bytes so far is this one: 32 raw bytes, for those who ask a million times.
    public func isSame(as raw: [UInt8]) -> Bool { hash.finalize().elementsEqual(raw) }

    /// The digest of all bytes so far.
    public func finish() -> Digest { Digest(hash) }
}
