import Foundation

/// One connection of a `ScriptedServer`, used by its own thread only.
final class ScriptedConnection {
    private let socket: Int32
    let number: Int
    private var pending: [UInt8] = []

    init(_ socket: Int32, number: Int) {
        self.socket = socket
        self.number = number
    }

    /// The first bytes of what comes next, left where they are; nil when the client has closed.
    func glance() -> String? {
        if !pending.isEmpty { return String(decoding: pending.prefix(256), as: UTF8.self) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_PEEK))
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }

    /// Reads a request's header; nil when the client has closed.
    func readHead() -> ScriptedServer.Request? {
        let end = Array("\r\n\r\n".utf8)
        var position: Int?
        repeat {
            position = pending.indices.first { pending[$0...].starts(with: end) }
        } while position == nil && receive()
        guard let position else { return nil }
        let lines = String(decoding: pending[..<position], as: UTF8.self).components(separatedBy: "\r\n")
        pending.removeFirst(position + end.count)
        let first = lines[0].split(separator: " ")
        guard first.count == 3 else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (name: String(line[..<colon]), value: value)
        }
        return ScriptedServer.Request(
            method: String(first[0]), target: String(first[1]), headers: headers, connection: number)
    }

    /// Asks for the body, where the client waits for that.
    func sayContinue(to head: ScriptedServer.Request) {
        if head.announcedLength > 0 && head.header("Expect")?.lowercased() == "100-continue" {
            write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
    }

    /// Reads the body that the header announced, no more of it than `most`, and tells of each piece's size.
    func readBody(
        of head: ScriptedServer.Request, keeping limit: Int, upTo most: Int64, _ count: (Int64) -> Void
    ) -> ScriptedServer.Request {
        var request = head
        let length = min(head.announcedLength, most)
        while request.bodyLength < length {
            if pending.isEmpty && request.body.count >= limit {
                let passed = discard(length - request.bodyLength)
                if passed <= 0 { return request }
                request.bodyLength += passed
                count(passed)
                continue
            }
            if pending.isEmpty && !receive() { return request }
            let piece = pending.prefix(Int(min(Int64(pending.count), length - request.bodyLength)))
            request.bodyLength += Int64(piece.count)
            count(Int64(piece.count))
            request.body += piece.prefix(max(0, limit - request.body.count))
            pending.removeFirst(piece.count)
        }
        request.isComplete = length == head.announcedLength
        return request
    }

    /// Passes so many bytes on to another socket; false when either side has closed.
    func pass(_ count: Int64, to sink: Int32) -> Bool {
        var left = count
        while left > 0 {
            if pending.isEmpty && !receive() { return false }
            let piece = Array(pending.prefix(Int(min(Int64(pending.count), left))))
            guard LoopbackSocket.write(piece, to: sink) else { return false }
            pending.removeFirst(piece.count)
            left -= Int64(piece.count)
        }
        return true
    }

    /// Carries out a reply; false when the connection ends with it.
    @discardableResult
    func send(
        _ reply: ScriptedServer.Reply, to request: ScriptedServer.Request, _ isStopping: () -> Bool
    ) -> Bool {
        switch reply {
        case .answer(let status, let headers, let body):
            let shown = request.method == "HEAD" || status == 304 ? [] : body
            return write(head(status, headers, length: body.count) + shown)
        case .close: return false
        case .reset:
            // Closing then drops the connection, and the client is told so by an RST.
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
            return false
        case .afterBody(_, let reply): return send(reply(), to: request, isStopping)
        case .cut(let status, let headers, let body, let count):
            write(head(status, headers, length: body.count) + body.prefix(count))
            return false
        case .misannounced(let length, let body):
            write(head(200, [], length: length) + body)
            return false
        case .endless(let chunk):
            let piece = Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
            var isOpen = write(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            while isOpen && !isStopping() { isOpen = write(piece) }
            return false
        case .drip(let body, let pause):
            guard write(head(200, [], length: body.count)) else { return false }
            for byte in body { guard wait(pause, isStopping), write([byte]) else { return false } }
            return true
        case .raw(let bytes):
            write(bytes)
            return false
        case .delayed(let pause, let reply):
            return wait(pause, isStopping) && send(reply, to: request, isStopping)
        }
    }

    private func head(_ status: Int, _ headers: [(String, String)], length: Int) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Scripted\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return Array((text + "Content-Length: \(length)\r\n\r\n").utf8)
    }

    /// Waits in short steps, so that a server can be stopped meanwhile; false when it is.
    private func wait(_ pause: Duration, _ isStopping: () -> Bool) -> Bool {
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end {
            if isStopping() { return false }
            usleep(5_000)
        }
        return true
    }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count > 0 { pending += buffer.prefix(count) }
        return count > 0
    }

    /// Lets the system throw bytes away without a copy ("MSG_TRUNC … TCP … causes the received bytes of data to
    /// be discarded"): gigabytes, in a debug build too.
    private func discard(_ most: Int64) -> Int64 {
        Int64(recv(socket, nil, Int(min(most, 1 << 30)), Int32(MSG_TRUNC)))
    }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool { LoopbackSocket.write(bytes, to: socket) }
}
