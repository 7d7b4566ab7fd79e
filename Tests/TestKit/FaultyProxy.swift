import Foundation
import Synchronization

/// A TCP proxy on loopback that can turn bad at any moment, for tests of what clients do on a bad line.
///
///     let proxy = try FaultyProxy(to: cluster.port)
///     defer { proxy.stop() }
///     … connect to 127.0.0.1:proxy.port …
///     proxy.mode = .silent
public final class FaultyProxy: Sendable {
    /// What it does with the bytes. Counts of bytes from the server begin anew when the mode is set, and are
    /// over all connections.
    public enum Mode: Sendable, Hashable {
        /// Passes everything.
        case pass
        /// Takes connections and keeps them open, and passes nothing in either direction.
        case silent
        /// Turns silent when the server has sent so many bytes more.
        case silentAfter(Int)
        /// When the server has sent so many bytes more, closes every connection on which anything else comes.
        case cutAfter(Int)
        /// Passes no more than so many bytes a second from the server, one at least.
        case throttled(bytesPerSecond: Int)
    }

    /// What a pump may do with the bytes that wait for it.
    enum Verdict: Equatable {
        case pass(Int)
        /// Passes them after this many microseconds.
        case passSlowly(Int, microseconds: UInt32)
        case hold
        case cut
    }

    private struct State {
        var mode = Mode.pass
        var passed = 0
        var sockets: Set<Int32> = []
        var isStopping = false
    }

    /// The TCP port on 127.0.0.1.
    public let port: Int
    private let target: Int
    private let listener: Int32
    private let threads = DispatchGroup()
    private let state = Mutex(State())

    /// Starts a proxy in front of a port of 127.0.0.1.
    public init(to target: Int) throws {
        let (listener, url) = try LoopbackSocket.listen()
        self.listener = listener
        self.target = target
        port = URLComponents(string: url)?.port ?? 0
        spawn { self.acceptAll() }
    }

    /// What it does with the bytes from now on; bytes that it held are passed on when it may again.
    public var mode: Mode {
        get { state.withLock { $0.mode } }
        set {
            state.withLock {
                $0.mode = newValue
                $0.passed = 0
            }
        }
    }

    /// How many bytes of the server's were passed on since the mode was set.
    public var passed: Int { state.withLock { $0.passed } }

    /// Closes everything and waits for the threads. May be called twice.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            return !state.isStopping
        }
        if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
        threads.wait()
        if isFirst { close(listener) }
    }

    /// Decides about `count` bytes that came from one side.
    func judge(_ count: Int, fromServer: Bool) -> Verdict {
        state.withLock { state in
            if state.isStopping { return .cut }
            var verdict = Verdict.pass(count)
            switch state.mode {
            case .pass: break
            case .silent: verdict = .hold
            case .silentAfter(let limit):
                let room = limit - state.passed
                if room <= 0 { verdict = .hold } else if fromServer { verdict = .pass(min(count, room)) }
            case .cutAfter(let limit):
                let room = limit - state.passed
                if room <= 0 { verdict = .cut } else if fromServer { verdict = .pass(min(count, room)) }
            case .throttled(let rate) where fromServer:
                let piece = min(count, max(1, rate / 20))
                verdict = .passSlowly(piece, microseconds: UInt32(1_000_000 * piece / max(1, rate)))
            case .throttled: break
            }
            switch verdict {
            case .pass(let bytes) where fromServer: state.passed += bytes
            case .passSlowly(let bytes, _): state.passed += bytes
            default: break
            }
            return verdict
        }
    }

    private func spawn(_ body: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread { [threads] in
            body()
            threads.leave()
        }.start()
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            if client < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            guard let server = LoopbackSocket.connect(port: target) else {
                close(client)
                continue
            }
            let isKept = state.withLock {
                if !$0.isStopping { $0.sockets.formUnion([client, server]) }
                return !$0.isStopping
            }
            spawn {
                if isKept { self.serve(client, server) }
                self.state.withLock { $0.sockets.subtract([client, server]) }
                close(client)
                close(server)
            }
        }
    }

    private func serve(_ client: Int32, _ server: Int32) {
        let answers = DispatchGroup()
        answers.enter()
        Thread {
            FaultyProxyPump(proxy: self, source: server, sink: client, isFromServer: true).run()
            answers.leave()
        }.start()
        FaultyProxyPump(proxy: self, source: client, sink: server, isFromServer: false).run()
        answers.wait()
    }
}
