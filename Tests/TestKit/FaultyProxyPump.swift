import Foundation

/// One direction of one connection of a `FaultyProxy`, on a thread of its own.
struct FaultyProxyPump {
    let proxy: FaultyProxy
    let source: Int32
    let sink: Int32
    let isFromServer: Bool

    /// Passes bytes on until either side closes or the proxy says so; then closes the other direction too, for
    /// the other pump to see.
    func run() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var isOpen = true
        while isOpen {
            // What the mode doesn't let through stays in the system's buffers, so that the sender feels it.
            let waiting = recv(source, &buffer, buffer.count, Int32(MSG_PEEK))
            guard waiting > 0 else { break }
            switch proxy.evaluator(waiting, fromServer: isFromServer) {
            case .pass(let count): isOpen = pass(count)
            case .passSlowly(let count, let pause):
                usleep(pause)
                isOpen = pass(count)
            case .hold: usleep(5_000)
            case .cut: isOpen = false
            }
        }
        for socket in [source, sink] { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private func pass(_ count: Int) -> Bool {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = recv(source, &buffer, count, 0)
        var sent = 0
        while sent < got {
            // MSG_NOSIGNAL: a side that has gone away must not end the test process by SIGPIPE.
            let step = buffer.withUnsafeBytes {
                send(sink, $0.baseAddress.map { $0 + sent }, got - sent, Int32(MSG_NOSIGNAL))
            }
            if step <= 0 { return false }
            sent += step
        }
        return got > 0
    }
}
