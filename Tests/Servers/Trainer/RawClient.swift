import Foundation
import TestKit

/// A TCP connection whose bytes a test writes itself: bodies that stop in the middle, or come a byte at a time.
final class RawClient {
    private let descriptor: Int32

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Connects to the host and port of a URL of 127.0.0.1.
    init(_ url: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let port = url.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) } ?? 0
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(description: "no connection: \(errno)") }
    }

    deinit { close(descriptor) }

    /// Sends all of a text; false when the other end is closed.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// The head of `POST /train`.
    static func head(_ url: String, _ fields: String...) -> String {
        let host = url.dropFirst("http://".count)
        return (["POST /train HTTP/1.1", "Host: \(host)"] + fields + ["", ""]).joined(separator: "\r\n")
    }

    /// What comes until it holds a text, or the other end is closed; nil when neither happens in time.
    func read(until wanted: String, within limit: Duration = .seconds(60)) async throws -> String? {
        let end = ContinuousClock.now + limit
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while ContinuousClock.now < end {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 { all += buffer[..<count] }
            let text = String(decoding: all, as: UTF8.self)
            if text.contains(wanted) { return text }
            if count == 0 || (count < 0 && errno != EAGAIN) { return text }
            if count < 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        return nil
    }
}
