import Dataset
import Foundation
import Synchronization

/// Takes in what a `ContraryTrainer` is asked, and sees to it that the faults strike where they should.
final class ContraryDesk: Sendable {
    typealias Request = ScriptedServer.Request
    typealias Reply = ScriptedServer.Reply

    let state: Mutex<ContraryState>
    private let dialect: ContraryTrainer.Dialect
    private let base: String
    private let atFault: @Sendable (PostFault) -> Void

    init(
        _ dialect: ContraryTrainer.Dialect, _ prefix: String, _ habits: ContraryHabits,
        _ atFault: @escaping @Sendable (PostFault) -> Void
    ) {
        state = Mutex(ContraryState(habits))
        self.dialect = dialect
        base = prefix + (dialect == .plain ? "" : "/lora-trainer")
        self.atFault = atFault
    }

    /// What is to be done with a request of which nothing was read.
    func glance(_ beginning: String) -> Reply? {
        guard beginning.hasPrefix("POST \(base)/train ") else { return nil }
        let isMeant = state.withLock { state in
            guard state.habits.posts.first == .closedBeforeHead else { return false }
            _ = state.nextFault()
            return true
        }
        if isMeant { atFault(.closedBeforeHead) }
        return isMeant ? .close : nil
    }

    /// What is to be done with a request whose header alone was read.
    func look(_ request: Request) -> Reply? {
        guard isSubmission(request) else { return nil }
        let (fault, mayPass) = state.withLock { state in
            let fault = state.nextFault()
            state.faults[request.connection] = fault
            return (fault, isWelcome(request, state.habits))
        }
        if !mayPass { return ContraryAnswer.detail(401, "Not authenticated") }
        switch fault {
        case .closedBeforeHead?, .closedBeforeBody?: return told(fault, .close)
        case .refusedBeforeBody(let status)?: return told(fault, ContraryAnswer.page(status))
        case .closedInBody(let count)?: return .afterBody(count) { [self] in told(fault, .close) }
        default: return nil
        }
    }

    /// Answers a whole request.
    func answer(_ request: Request) -> Reply {
        if isSubmission(request) { return submit(request) }
        return state.withLock { state in
            guard isWelcome(request, state.habits) else {
                return ContraryAnswer.detail(401, "Not authenticated")
            }
            return ContraryAnswer(dialect: dialect, habits: state.habits).answer(
                request, below: base, &state)
        }
    }

    private func submit(_ request: Request) -> Reply {
        let fault = state.withLock { $0.faults.removeValue(forKey: request.connection) }
        let body: ContraryBody
        do {
            body = try ContraryBody(request.body)
        } catch {
            return ContraryAnswer.invalid(error)
        }
        let (job, habits) = state.withLock { state -> (ContraryJob?, ContraryHabits) in
            if case .reborn = fault { state.restart(forgetting: true) }
            let job = state.take(body, request, fault?.start ?? .now)
            if case .restarted(_, let forgetting) = fault { state.restart(forgetting: forgetting) }
            return (job, state.habits)
        }
        let answer = ContraryAnswer(dialect: dialect, habits: habits)
        return told(fault, fault.map { answer.reply(to: $0, job) } ?? answer.good(job))
    }

    /// The reply, once the test was told of the fault that it is.
    private func told(_ fault: PostFault?, _ reply: Reply) -> Reply {
        if let fault { atFault(fault) }
        return reply
    }

    private func isSubmission(_ request: Request) -> Bool {
        request.method == "POST" && request.path == base + "/train"
    }

    private func isWelcome(_ request: Request, _ habits: ContraryHabits) -> Bool {
        habits.token.map { request.header("Authorization") == "Bearer \($0)" } ?? true
    }
}
