import Foundation
import Synchronization

/// An HTTP proxy on loopback, as a company has one: tunnels (CONNECT) and requests in absolute form. Every host's
/// name leads to 127.0.0.1, since it is the proxy that resolves it.
public final class ForwardProxy: Sendable {
    /// `http://127.0.0.1:PORT`.
    public var url: String { listener.url }
    private let listener: LoopbackListener
    private let credentials: String?
    private let strips: Set<String>
    private let refuses: (@Sendable (ScriptedServer.Request) -> ScriptedServer.Reply?)?
    private let asked = Mutex<[ScriptedServer.Request]>([])

    /// Starts a proxy.
    ///
    /// - Parameters:
    ///   - credentials: the `user:password` that it wants; nil to serve everybody.
    ///   - strips: headers, in lower case, that it does not pass on, as an old one does with `expect`.
    ///   - refuses: what it answers itself, in place of asking the server.
    public init(
        credentials: String? = nil, strips: Set<String> = [],
        refuses: (@Sendable (ScriptedServer.Request) -> ScriptedServer.Reply?)? = nil
    ) throws {
        listener = try LoopbackListener()
        self.credentials = credentials
        self.strips = strips
        self.refuses = refuses
        listener.start { socket, _ in self.serve(socket) }
    }

    /// The address with credentials in it, as a user writes it.
    public func url(for credentials: String) -> String {
        url.replacing("http://", with: "http://\(credentials)@")
    }

    /// What it was asked so far, without bodies.
    public var requests: [ScriptedServer.Request] { asked.withLock(\.self) }

    /// Closes everything and waits for the threads. May be called twice.
    public func stop() { listener.stop() }

    private func serve(_ client: Int32) {
        let connection = ScriptedConnection(client, number: 0)
        var way: (server: Int32, answers: DispatchGroup)?
        while let head = connection.readHead() {
            asked.withLock { $0.append(head) }
            if let reply = refusal(of: head) {
                // What the client has sent behind its head is left unread: a refusal comes at once.
                connection.send(reply, to: head) { self.listener.isStopping }
                break
            }
            guard let port = Self.port(of: head), let open = way ?? connect(port, client) else { break }
            way = open
            if head.method == "CONNECT" {
                connection.write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8))
                LoopbackSocket.pump(client, to: open.server)
                break
            }
            guard LoopbackSocket.write(forwarded(head), to: open.server),
                connection.pass(head.announcedLength, to: open.server)
            else { break }
        }
        guard let way else { return }
        shutdown(way.server, Int32(SHUT_WR))
        way.answers.wait()
        listener.drop(way.server)
    }

    private func refusal(of head: ScriptedServer.Request) -> ScriptedServer.Reply? {
        let given = head.header("Proxy-Authorization")
        if let credentials, given != "Basic " + Data(credentials.utf8).base64EncodedString() {
            return .answer(
                status: 407, headers: [("Proxy-Authenticate", "Basic realm=\"proxy\"")],
                // As some do: with what was wrong.
                body: "<html><title>Who are you?</title>You said \(given ?? "nothing").</html>")
        }
        return refuses?(head)
    }

    private func connect(_ port: Int, _ client: Int32) -> (server: Int32, answers: DispatchGroup)? {
        guard let server = LoopbackSocket.connect(port: port) else { return nil }
        guard listener.keep(server) else {
            close(server)
            return nil
        }
        let answers = DispatchGroup()
        answers.enter()
        Thread {
            LoopbackSocket.pump(server, to: client)
            answers.leave()
        }.start()
        return (server, answers)
    }

    private static func port(of head: ScriptedServer.Request) -> Int? {
        head.method == "CONNECT"
            ? head.target.split(separator: ":").last.flatMap { Int($0) }
            : URLComponents(string: head.target)?.port
    }

    /// The request as its server wants it: a path in place of the whole URL, and nothing that is the proxy's.
    private func forwarded(_ head: ScriptedServer.Request) -> [UInt8] {
        let path = head.target.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            .dropFirst(3)
        var text = "\(head.method) /\(path.first ?? "") HTTP/1.1\r\n"
        for (name, value) in head.headers {
            let lower = name.lowercased()
            if !lower.hasPrefix("proxy-") && !strips.contains(lower) { text += "\(name): \(value)\r\n" }
        }
        return Array((text + "Via: 1.1 proxy\r\n\r\n").utf8)
    }
}
