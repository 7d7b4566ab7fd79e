import Curl
import Dataset
import Foundation
import MusubiAPI
import Store
import Synchronization

/// Drives a `SubmissionMachine`: does what it says, and writes down where it stands before the next step.
struct SubmissionDriver: Sendable {
    let client: TrainerClient
    let store: Store
    let time: Timekeeper
    let onUpload: @Sendable (Int64, Int64) -> Void

    /// How long the trainer may be silent while it receives or processes the body, in seconds.
    private static let silence = 600
    /// How long the trainer may take to accept or refuse by the headers, before the body is sent all the same.
    private static let consideration = Duration.seconds(30)

    /// Delivers a submission that is on disk; gives the job's id.
    ///
    /// - Throws: `TrainError`, `StoreError`, `CancellationError`.
    func callAsFunction(_ submission: Submission, resubmits: Bool, _ emit: (String) -> Void) async throws
        -> String
    {
        let ledger = try await store.ledger
        let others = try await ledger.submissions(to: submission.endpoint)
        let age = submission.sentAt.map { Duration.seconds(Date().timeIntervalSince($0)) } ?? .zero
        var machine = SubmissionMachine(
            submission, claimed: submission.claimed(by: others),
            competing: submission.competing(among: others),
            resubmits: resubmits, age: age)
        let start = time.now()
        var step = machine.begin()
        var failure: TrainError?
        // Why it is not known whether a job was started, for people.
        var doubt = "an earlier run ended before the answer came"
        while true {
            let reached = machine.submission
            try await ledger.update(reached)
            let event: SubmissionMachine.Event
            switch step {
            case .send(let pause):
                if let failure { emit("\(failure.message); it is sent again") }
                try await time.pause(pause)
                (event, failure) = try await send(&machine)
                doubt = event.words
            case .look(let pause):
                if pause == .zero {
                    emit(
                        "it is not known whether the trainer started a job (\(doubt)): asking for its list"
                    )
                }
                try await time.pause(pause)
                event = try await list()
            case .started(let job, let reason):
                if let reason { emit("the trainer has the job: \(job.id.printableLine), since \(reason)") }
                return job.id
            case .refused(let words):
                if let failure, failure.kind == .exportChanged { throw failure }
                throw machine.hasLooked ? client.refused(words) : failure ?? client.refused(words)
            case .unreachable(let why): throw failure ?? client.refused(why)
            case .unresolved(let why): throw client.unresolved(why)
            }
            step = machine.take(event, at: time.now() - start)
        }
    }

    /// Sends the body; gives what happened, and the error that it comes to when it is the end of it.
    ///
    /// - Parameter expects: whether the trainer is asked to accept or refuse by the headers.
    private func send(
        _ machine: inout SubmissionMachine, expects: Bool = true
    ) async throws -> (SubmissionMachine.Event, TrainError?) {
        let left = Mutex<Result<Date, StoreError>?>(nil)
        // Of the very bytes that leave: the file is opened by its path, and another run may write another payload
        // there.
        let digest = Mutex(RunningDigest())
        var sent = machine.submission
        sent.phase = .sent
        var request = HTTPRequest(
            client.endpoint.url(of: .train), method: "POST",
            headers: [("Content-Type", "application/json"), ("Idempotency-Key", sent.key)]
                + client.authorization,
            body: .file(path: sent.export + "/payload.json", length: sent.bytes))
        request.singleUse = true
        request.expect100 = expects
        request.expect100Timeout = Self.consideration
        request.stallLimit = .init(bytesPerSecond: 1, seconds: Self.silence)
        request.onUpload = onUpload
        request.onBody = { piece in digest.withLock { $0.update(piece) } }
        request.beforeLastByte = { [store, sent] in
            guard digest.withLock({ $0.finish() }) == sent.payload else { throw ExportChanged() }
            var sent = sent
            let moment = Date()
            sent.sentAt = moment
            do throws(StoreError) {
                try await store.ledger.update(sent)
                left.withLock { $0 = .success(moment) }
            } catch {
                left.withLock { $0 = .failure(error) }
                throw error
            }
        }
        let outcome: Result<HTTPResponse, HTTPError>
        do throws(HTTPError) {
            outcome = .success(try await client.exchange(request))
        } catch {
            outcome = .failure(error)
        }
        switch left.withLock(\.self) {
        case .success(let moment)?: machine.leave(at: moment)
        case .failure(let error)?: throw error
        case nil: break
        }
        switch outcome {
        case .success(let response) where response.status == 417 && expects && left.withLock({ $0 == nil }):
            // It knows no such expectation, and so nothing of the body has left.
            return try await send(&machine, expects: false)
        case .success(let response): return heard(response)
        case .failure(let error) where error.kind == .cancelled: throw CancellationError()
        case .failure(let error) where error.kind == .io:
            // Sent again it would be the same, and it is not what the ledger says.
            let failure = client.exportChanged(machine.submission.export, error.message)
            return (.changed(failure.message), failure)
        case .failure(let error):
            return (.broken(error.message, touched: error.mayHaveReachedServer), client.unsent(error))
        }
    }

    /// What an answer means.
    private func heard(_ response: HTTPResponse) -> (SubmissionMachine.Event, TrainError?) {
        let words = "the trainer at \(client.endpoint.url) answered \(response.status)"
        switch response.status {
        case 200..<300:
            if let json = Refusal.readJSON(response), let job = client.endpoint.dialect.job(in: json) {
                return (.job(job), nil)
            }
            let unclear = "\(words) without a job id: \(client.words(of: response))"
            return (
                .unclear(unclear),
                TrainError(.unexpectedAnswer, unclear, hint: "check train.endpoint and train.dialect")
            )
        case 500...: return (.unclear("\(words): \(client.words(of: response))"), client.refusal(response))
        default: return (.refusal("\(words): \(client.words(of: response))"), client.refusal(response))
        }
    }

    /// The trainer's list, or why there is none.
    private func list() async throws -> SubmissionMachine.Event {
        do throws(TrainError) {
            return .listed(try await client.jobs())
        } catch {
            try Task.checkCancellation()
            return .unlisted(error.message)
        }
    }
}

/// What left is not the payload that the ledger names.
private struct ExportChanged: Error, CustomStringConvertible {
    let description = "its payload is not the one that was exported for this run"
}
