import Dataset
import Foundation
import Synchronization

/// A trainer of the tests, written from the API's contract alone: it shares no line with our own service nor with the
/// types that the client reads answers by. It starts a job exactly when a whole and valid body came, counts its jobs,
/// and otherwise drops, delays, doubles, forgets and misspells as its habits say.
///
///     let trainer = try ContraryTrainer { $0.posts = [.closed(.now)] }
///     defer { trainer.stop() }
///     … trainer.url … trainer.started.count …
public final class ContraryTrainer: Sendable {
    /// The two spellings of the API.
    public enum Dialect: String, Sendable, CaseIterable { case plain, wrapper }

    /// The spelling that it speaks.
    public let dialect: Dialect
    /// Its base URL, with the path prefix that it was given.
    public let url: String

    private let server: ScriptedServer
    private let desk: ContraryDesk

    /// Starts one.
    ///
    /// - Parameters:
    ///   - prefix: a path that everything lies under, as in `/api`.
    ///   - habits: sets how it behaves.
    ///   - atFault: called on the connection's thread when a submission's fault is about to strike.
    public init(
        _ dialect: Dialect = .plain, prefix: String = "",
        _ habits: (inout ContraryHabits) -> Void = { _ in },
        atFault: @escaping @Sendable (PostFault) -> Void = { _ in }
    ) throws {
        var initial = ContraryHabits()
        habits(&initial)
        let desk = ContraryDesk(dialect, prefix, initial, atFault)
        self.desk = desk
        self.dialect = dialect
        server = try ScriptedServer(
            keptBody: 256 << 20, beforeHead: desk.glance, beforeBody: desk.look, desk.answer)
        url = server.url + prefix
    }

    /// Closes everything. May be called twice.
    public func stop() { server.stop() }

    /// Every job that it started from a body, in their order, those that it forgot too.
    public var started: [ContraryJob] { desk.state.withLock { $0.started } }

    /// Every job that it knows, other people's too.
    public var jobs: [ContraryJob] { desk.state.withLock { $0.jobs } }

    /// How many submissions came, whatever became of them.
    public var submissions: Int { desk.state.withLock { $0.submissions } }

    /// How many connections were made so far.
    public var connections: Int { server.connections }

    /// What it was asked, as `METHOD target`, in the order in which the requests ended.
    public var asked: [String] { server.requests.map { "\($0.method) \($0.target)" } }

    /// Changes its habits from now on.
    public func change(_ change: (inout ContraryHabits) -> Void) {
        desk.state.withLock { change(&$0.habits) }
    }

    /// Starts it anew, on the same port: what it was asked counts on.
    public func restart(forgetting: Bool) { desk.state.withLock { $0.restart(forgetting: forgetting) } }
}
