public import Dataset
import MusubiAPI
import Pack
public import Store
public import Train
import Workers

/// Asked when a run is stopped while the trainer has jobs of it: whether those, by their ids, are to be cancelled.
/// Otherwise they go on.
public typealias StopQuestion = @Sendable ([String]) async -> Bool

/// The runs that end with one job.
extension Runs {
    /// Rows → a job, followed to its end.
    ///
    /// - Parameters:
    ///   - detach: to end as soon as the trainer has the job.
    ///   - cancelsJobs: asked when the run is stopped.
    public func train(
        _ file: PipelineFile, exportingTo directory: String, _ options: Submit.Options, detach: Bool = false,
        cancelsJobs: @escaping StopQuestion = { _ in false }
    ) -> RunHandle<RunOutcome> {
        RunHandle { [self] run in
            let tracked = TrackedRun(
                runs: self, scope: run, endpoint: try file.requiredEndpoint,
                targets: file.notificationTargets,
                name: file.name, outputName: file.training.outputName, cancelsJobs: cancelsJobs)
            return try await tracked {
                try await Pipeline(file, context, emit: run.emit).train(
                    exportingTo: directory, options, detach: detach)
            }
        }
    }

    /// Verifies an export for `submit`.
    ///
    /// - Throws: `Failure` when it does not verify or has no payload, `PackError`, `ManifestError`, `StoreError`.
    public func verified(_ directory: String) async throws -> ManifestHead {
        let verified = try await context.workers.runLong { try Verify()(directory) }
        if !verified.mismatches.isEmpty { throw Failure(mismatches: verified.mismatches, in: directory) }
        guard verified.format == .payload else {
            throw Failure(
                .settings, code: "export",
                "\(directory) holds an export --as \(verified.format), which has no payload.json to send",
                hint: "export again with --as payload")
        }
        return verified.manifest.head
    }

    /// An export → a job, followed to its end.
    ///
    /// - Parameters:
    ///   - manifest: of `verified`.
    ///   - targets: notified when the job has ended.
    ///   - detach: to end as soon as the trainer has the job.
    ///   - cancelsJobs: asked when the run is stopped.
    public func submit(
        _ directory: String, _ manifest: ManifestHead, to endpoint: Endpoint, _ options: Submit.Options,
        notifying targets: NotificationTargets = .none, detach: Bool = false,
        cancelsJobs: @escaping StopQuestion = { _ in false }
    ) -> RunHandle<RunOutcome> {
        let outputName = manifest.training["output_name"]?.string
        return RunHandle { [self] run in
            if let seed = manifest.training["seed"]?.int,
                let warning = TrainingParameters.warning(ofSeed: seed)
            {
                run.emit(.message("warning: \(warning)"))
            }
            let tracked = TrackedRun(
                runs: self, scope: run, endpoint: endpoint, targets: targets, name: outputName ?? directory,
                outputName: outputName, cancelsJobs: cancelsJobs)
            return try await tracked {
                let training = Training(endpoint, context, run: outputName ?? directory, emit: run.emit)
                let submitted = try await training.submit(directory, manifest, options)
                return try await training.follow(submitted, outputName: outputName, detach: detach)
            }
        }
    }

    /// A job → its end.
    ///
    /// - Parameters:
    ///   - jobID: nil for the one submitted last. A submission whose answer was lost is looked for in the trainer's list
    ///     first; nothing is ever sent.
    ///   - targets: notified when the job has ended.
    ///   - cancelsJobs: asked when the run is stopped.
    public func follow(
        _ jobID: String?, at endpoint: Endpoint, notifying targets: NotificationTargets = .none,
        cancelsJobs: @escaping StopQuestion = { _ in false }
    ) -> RunHandle<RunOutcome> {
        RunHandle { [self] run in
            let id = try await run.stoppable {
                try await JobSelection(context: context, endpoint: endpoint, emit: run.emit)(jobID)
            }
            run.follow(id)
            let ledger = try await context.store.ledger
            let outputName = try await ledger.submission(ofJob: id, at: endpoint.url)?.outputName
            let tracked = TrackedRun(
                runs: self, scope: run, endpoint: endpoint, targets: targets, name: outputName ?? id,
                outputName: outputName, cancelsJobs: cancelsJobs)
            return try await tracked {
                try await Training(endpoint, context, run: outputName ?? id, emit: run.emit).follow(
                    id, outputName: outputName)
            }
        }
    }
}

/// Carries out a run that ends with one job: decides about the job when the run is stopped, and notifies when
/// it ended by itself.
struct TrackedRun: Sendable {
    let runs: Runs
    let scope: RunScope
    let endpoint: Endpoint
    let targets: NotificationTargets
    let name: String
    let outputName: String?
    let cancelsJobs: StopQuestion

    /// - Throws: what the work throws; a `Failure` of status `interrupted` or `job` when the run was stopped.
    func callAsFunction(_ work: @escaping @Sendable () async throws -> RunOutcome) async throws -> RunOutcome
    {
        let start = ContinuousClock.now
        do {
            let outcome = try await scope.stoppable(work)
            await runs.notify(targets, outcome, ContinuousClock.now - start, scope)
            return outcome
        } catch {
            // What went wrong by itself is reported as what it is. A stop is the user's own decision and needs no
            // notification.
            if scope.isStopped { return try await stopped() }
            let outcome = RunOutcome(name, outputName, Failure(error), jobID: scope.progress.jobID)
            await runs.notify(targets, outcome, ContinuousClock.now - start, scope)
            throw error
        }
    }

    private func stopped() async throws -> RunOutcome {
        let progress = scope.progress
        guard let id = progress.jobID, !progress.hasEnded, await cancelsJobs([id]) else {
            throw Failure(stopped: progress)
        }
        scope.beginCancellingJob()
        switch try await runs.context.cancel(id, at: endpoint, scope) {
        case .alreadyEnded(let job): return RunOutcome(name, outputName, ended: job)
        case .cancelled:
            throw Failure(
                .job, code: "cancelled", "job \(id.printableLine) was cancelled",
                hint: "train again when you are ready")
        case .accepted(let job): throw Failure(notConfirmed: id, job, "it took the wish")
        case .notConfirmed(let job, let words): throw Failure(notConfirmed: id, job, words)
        }
    }
}

extension Runs {
    /// Notifies of an outcome. A notification that could not be delivered is an event and changes nothing.
    func notify(
        _ targets: NotificationTargets, _ outcome: RunOutcome, _ time: Duration, _ scope: RunScope
    ) async {
        guard !targets.isEmpty, let message = outcome.notification(after: time) else { return }
        for trouble in await Notify(targets, http: context.http, environment: environment)(message) {
            scope.emit(.notifyFailed(trouble))
        }
    }
}

/// Selects the job to follow.
struct JobSelection: Sendable {
    let context: RunContext
    let endpoint: Endpoint
    let emit: @Sendable (Event) -> Void

    /// - Parameter id: nil for the job submitted last.
    /// - Throws: `Failure` when there is no such job, `TrainError`, `StoreError`, `CancellationError`.
    func callAsFunction(_ id: String?) async throws -> String {
        let ledger = try await context.store.ledger
        if let id {
            try await Failure.unlessKnown(
                id, TrainerClient(endpoint, http: context.http(for: endpoint)), ledger)
        }
        // A lost answer is reconciled first, so that the job is known to be a submission's.
        let isOpen = try await ledger.submissions(to: endpoint.url).contains { $0.phase == .sent }
        if isOpen {
            do {
                try await Training(endpoint, context, run: id ?? "", emit: emit).settle()
            } catch let error as TrainError where id != nil {
                // The job named is followed all the same, with the patience that following has.
                emit(.note(error.message))
            }
        }
        if let id { return id }
        let last = try await ledger.submissions(to: endpoint.url).first { $0.phase != .refused }
        if let jobID = last?.jobID { return jobID }
        guard let last else {
            throw Failure(
                .settings, code: "no-job", "nothing was submitted to \(endpoint.url) from here",
                hint: "name a job's id; lorapipe jobs lists those of the trainer")
        }
        throw Failure(
            .outside, code: "submission-unresolved",
            "the trainer at \(endpoint.url) lists no job of \(last.outputName.printableLine), whose submission was not finished",
            hint:
                "run the train or submit command again: it finds out what came of it before it sends anything"
        )
    }
}

extension Failure {
    /// Looks once whether the ledger or the trainer knows a job that is to be followed.
    ///
    /// - Throws: `Failure` when neither does, and what the look throws.
    public static func unlessKnown(_ id: String, _ client: TrainerClient, _ ledger: Ledger) async throws {
        if case .unknown(let recent) = try await JobLookup(client: client, ledger: ledger)(id) {
            throw Failure(unknown: id, at: client.endpoint.url, recent: recent)
        }
    }
}
