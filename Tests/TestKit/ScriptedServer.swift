import Foundation
import Synchronization

/// A small real HTTP/1.1 server on a loopback port of its own, for tests of what clients do with good and bad
/// servers. It runs on threads of its own, one a connection, until `stop` is called.
///
///     let server = try ScriptedServer { _ in .answer(status: 404, body: "no such thing") }
///     defer { server.stop() }
///     … server.url + "/path" …
public final class ScriptedServer: Sendable {
    /// Answers one request. Called on the connection's thread; may block.
    public typealias Handler = @Sendable (Request) -> Reply

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    public var url: String { listener.url }
    private let listener: LoopbackListener
    private let handler: Handler
    private let beforeHead: (@Sendable (String) -> Reply?)?
    private let beforeBody: (@Sendable (Request) -> Reply?)?
    private let keptBody: Int
    private let saysContinue: Bool
    private let state = Mutex(State())

    private struct State {
        var requests: [Request] = []
        var bodyBytes: Int64 = 0
    }

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - keptBody: how many bytes of a request's body are kept in `Request.body`; the length is always
    ///     counted.
    ///   - saysContinue: whether a client that asks for it by `Expect` is told to send its body.
    ///   - beforeHead: shown the first bytes of a request, as far as they are there, of which nothing was read
    ///     yet; a reply is sent at once and the connection closed. nil lets the request go on.
    ///   - beforeBody: asked when a request's header is there and its body is not; a reply is sent at once
    ///     and the connection closed with the body unread. nil lets the request go on (with `100 Continue` if
    ///     wanted).
    ///   - handler: answers complete requests.
    public init(
        keptBody: Int = 1 << 20, saysContinue: Bool = true,
        beforeHead: (@Sendable (String) -> Reply?)? = nil,
        beforeBody: (@Sendable (Request) -> Reply?)? = nil, _ handler: @escaping Handler
    ) throws {
        listener = try LoopbackListener()
        self.handler = handler
        self.beforeHead = beforeHead
        self.beforeBody = beforeBody
        self.keptBody = keptBody
        self.saysContinue = saysContinue
        listener.start { self.serve(ScriptedConnection($0, number: $1)) }
    }

    /// What was asked so far, in the order in which the requests ended.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// How many connections were made so far.
    public var connections: Int { listener.connections }

    /// How many bytes of body arrived so far, those of requests that are still coming in too.
    public var bodyBytes: Int64 { state.withLock { $0.bodyBytes } }

    /// Closes everything and waits for the threads. May be called twice.
    public func stop() { listener.stop() }

    var isStopping: Bool { listener.isStopping }

    private func serve(_ connection: ScriptedConnection) {
        while true {
            if let beforeHead, let refusal = connection.glance().flatMap(beforeHead) {
                connection.send(refusal, to: .unread(connection)) { self.isStopping }
                return
            }
            guard let head = connection.readHead() else { return }
            if let refusal = beforeBody?(head) {
                if case .afterBody(let count, let reply) = refusal {
                    let partly = readBody(connection, head, upTo: count)
                    record(partly)
                    connection.send(reply(), to: partly) { self.isStopping }
                    return
                }
                record(head)
                connection.send(refusal, to: head) { self.isStopping }
                return
            }
            let request = readBody(connection, head)
            record(request)
            guard request.isComplete else { return }
            guard connection.send(handler(request), to: request, { self.isStopping }) else { return }
        }
    }

    private func readBody(_ connection: ScriptedConnection, _ head: Request, upTo most: Int64 = .max)
        -> Request
    {
        if saysContinue { connection.sayContinue(to: head) }
        return connection.readBody(of: head, keeping: keptBody, upTo: most) { count in
            state.withLock { $0.bodyBytes += count }
        }
    }

    private func record(_ request: Request) { state.withLock { $0.requests.append(request) } }
}
