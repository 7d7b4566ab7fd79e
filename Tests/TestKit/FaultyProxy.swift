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
    }

    /// The TCP port on 127.0.0.1.
    public let port: Int
    private let target: Int
    private let listener: LoopbackListener
    private let state = Mutex(State())

    /// Starts a proxy in front of a port of 127.0.0.1.
    public init(to target: Int) throws {
        listener = try LoopbackListener()
        self.target = target
        port = URLComponents(string: listener.url)?.port ?? 0
        listener.start { client, _ in self.serve(client) }
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
    public func stop() { listener.stop() }

    /// Decides about `count` bytes that came from one side.
    func evaluator(_ count: Int, fromServer: Bool) -> Verdict {
        if listener.isStopping { return .cut }
        return state.withLock { state in
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

    private func serve(_ client: Int32) {
        guard let server = LoopbackSocket.connect(port: target) else { return }
        guard listener.keep(server) else {
            close(server)
            return
        }
        defer { listener.drop(server) }
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
