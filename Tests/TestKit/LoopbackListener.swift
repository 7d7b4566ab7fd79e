import Foundation
import Synchronization

/// A listening socket on a free port of 127.0.0.1 with a thread for each connection, until it is stopped: what every
/// server of the tests stands on.
final class LoopbackListener: Sendable {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    let url: String
    private let listener: Int32
    private let threads = DispatchGroup()
    private let state = Mutex(State())

    private struct State {
        var sockets: Set<Int32> = []
        var connections = 0
        var isStopping = false
    }

    init() throws { (listener, url) = try LoopbackSocket.listen() }

    /// Whether it is stopping or has stopped.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// How many connections were made so far.
    var connections: Int { state.withLock { $0.connections } }

    /// Takes connections from now on. `serve` is given each one's socket and number, from 1, on the connection's own
    /// thread; the socket is closed after it.
    func start(_ serve: @escaping @Sendable (_ socket: Int32, _ number: Int) -> Void) {
        spawn { self.acceptAll(serve) }
    }

    /// Has a further socket woken when all is stopped; false when that has begun, and then it is not taken.
    func keep(_ socket: Int32) -> Bool {
        state.withLock {
            if !$0.isStopping { $0.sockets.insert(socket) }
            return !$0.isStopping
        }
    }

    /// Closes a socket that was kept.
    func drop(_ socket: Int32) {
        state.withLock { _ = $0.sockets.remove(socket) }
        close(socket)
    }

    /// Closes everything and waits for the threads. May be called twice.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            // The threads close their sockets themselves; this only wakes them.
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            return !state.isStopping
        }
        if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
        threads.wait()
        if isFirst { close(listener) }
    }

    private func spawn(_ body: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread { [threads] in
            body()
            threads.leave()
        }.start()
    }

    private func acceptAll(_ serve: @escaping @Sendable (Int32, Int) -> Void) {
        while true {
            let socket = accept(listener, nil, nil)
            if socket < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            // A child started meanwhile must not keep the connection open.
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            guard keep(socket) else {
                close(socket)
                return
            }
            let number = state.withLock { state in
                state.connections += 1
                return state.connections
            }
            spawn {
                serve(socket, number)
                self.drop(socket)
            }
        }
    }
}
