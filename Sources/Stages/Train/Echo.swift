import Curl
import Dataset
import MusubiAPI

/// Our secrets in a trainer's or proxy's answer: services repeat headers when they complain about them, and a job's
/// message can be one of those.
struct Echo {
    private let secrets: [String]

    /// Takes the secrets that can't be meant otherwise: a short one, a number or a word of the API also stands where
    /// an answer's sense is.
    init(_ secrets: [String]) {
        self.secrets = secrets.filter {
            $0.utf8.count >= 8 && Int($0) == nil && !Self.words.contains($0)
        }
    }

    private static let words = Set(
        TrainingStatus.known.map(\.word) + [
            "dataset_id", "current_epoch", "current_step", "total_steps", "output_path", "output_name",
            "progress",
            "created_at",
        ])

    /// The answer without them.
    func removed(from response: HTTPResponse) -> HTTPResponse {
        if secrets.isEmpty { return response }
        let plain = response.body.redacting(secrets)
        // Some writers of JSON escape more than they must: what that says is the same.
        let read = Self.unescaped(plain)
        let redacted = read.redacting(secrets)
        return response.with(body: redacted == read ? plain : redacted)
    }

    /// JSON with no escapes but those that it needs.
    private static func unescaped(_ body: [UInt8]) -> [UInt8] {
        guard body.contains(UInt8(ascii: "\\")) else { return body }
        var out: [UInt8] = []
        out.reserveCapacity(body.count)
        var rest = body[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                out.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(4), as: UTF8.self)
            if next == UInt8(ascii: "/") {
                out.append(next)
            } else if next == UInt8(ascii: "u"), digits.utf8.count == 4, let code = UInt8(digits, radix: 16),
                (0x20..<0x7F).contains(code), code != UInt8(ascii: "\""), code != UInt8(ascii: "\\")
            {
                out.append(code)
                rest = rest.dropFirst(4)
            } else {
                out += [byte, next]
            }
        }
        return out
    }
}
