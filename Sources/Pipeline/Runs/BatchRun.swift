public import Dataset
import MusubiAPI
import Pack
public import Train

extension BatchPlan.Run {
    /// Where its export goes.
    public struct Placed: Sendable {
        /// The run.
        public let run: BatchPlan.Run
        /// The directory of its export.
        public let directory: String

        /// A run with the directory of its export.
        public init(_ run: BatchPlan.Run, exportingTo directory: String) {
            (self.run, self.directory) = (run, directory)
        }

        /// What it would do, as `train --dry-run` shows it.
        public var json: JSONValue {
            .record([
                "run": .string(run.name), "pipeline": .string(run.path),
                "sets": .object(run.file.varied.map { .init($0.path, .string($0.value)) }),
                "endpoint": run.file.endpoint.map { .string($0.url) },
                "export": .string(directory), "training": run.file.training.json,
            ])
        }
    }
}

/// Several runs side by side.
extension Runs {
    /// Each run's rows → a job, followed to its end, `inFlight` runs at a time. A run that fails stops no other.
    ///
    /// The events of each run carry its name; the batch's own carry none.
    ///
    /// - Parameters:
    ///   - detach: to end each run as soon as the trainer has its job.
    ///   - cancelsJobs: asked once when the batch is stopped while the trainer has jobs of it.
    public func batch(
        _ placed: [BatchPlan.Run.Placed], inFlight: Int, _ options: Submit.Options, detach: Bool = false,
        cancelsJobs: @escaping StopQuestion = { _ in false }
    ) -> RunHandle<[RunOutcome]> {
        RunHandle { [self] scope in
            let turns = AsyncMutex()
            let parts = placed.map { placed in
                BatchPart(
                    runs: self, placed: placed,
                    scope: scope.part(named: placed.run.name), turns: turns)
            }
            let done = try await scope.stoppable {
                await Batch(inFlight: inFlight)(parts) { await $0.run(options, detach: detach) }
            }
            var outcomes = zip(parts, done).map { part, outcome in
                outcome ?? .notStarted(part.file.name, part.file.training.outputName)
            }
            if scope.isStopped { outcomes = await stopped(scope, parts, outcomes, cancelsJobs) }
            scope.emit(.batchFinished(outcomes))
            return outcomes
        }
    }

    /// - Returns: the outcomes, with those of the jobs that were cancelled.
    private func stopped(
        _ scope: RunScope, _ parts: [BatchPart], _ outcomes: [RunOutcome], _ cancelsJobs: StopQuestion
    ) async -> [RunOutcome] {
        let ids = outcomes.compactMap { $0.exit == .interrupted ? $0.jobID : nil }
        guard !ids.isEmpty, await cancelsJobs(ids) else { return outcomes }
        scope.beginCancellingJob()
        let ended = await Batch(inFlight: 8)(Array(zip(parts, outcomes))) { part, outcome in
            outcome.exit == .interrupted ? await part.cancelled(outcome) : outcome
        }
        return zip(ended, outcomes).map { $0 ?? $1 }
    }
}

/// One run of a batch.
private struct BatchPart: Sendable {
    let runs: Runs
    let placed: BatchPlan.Run.Placed
    let scope: RunScope
    /// One export at a time: it takes all cores, and the next finds its images in the store.
    let turns: AsyncMutex

    var file: PipelineFile { placed.run.file }

    func run(_ options: Submit.Options, detach: Bool) async -> RunOutcome {
        let start = ContinuousClock.now
        let outcome = await outcome(options, detach)
        scope.emit(.runFinished(outcome))
        await runs.notify(file.notificationTargets, outcome, ContinuousClock.now - start, scope)
        return outcome
    }

    private func outcome(_ options: Submit.Options, _ detach: Bool) async -> RunOutcome {
        let pipeline = Pipeline(file, runs.context, emit: scope.emit)
        do {
            let export = try await turns { try await pipeline.export(to: placed.directory, Pack.Options()) }
            return try await pipeline.train(export, options, detach: detach)
        } catch {
            let failure = Failure(Task.isCancelled ? CancellationError() : error)
            return RunOutcome(file.name, file.training.outputName, failure, jobID: scope.progress.jobID)
        }
    }

    func cancelled(_ outcome: RunOutcome) async -> RunOutcome {
        guard let id = outcome.jobID, let endpoint = file.endpoint else { return outcome }
        func failed(_ failure: Failure) -> RunOutcome {
            RunOutcome(file.name, file.training.outputName, failure, jobID: id)
        }
        let ended: RunOutcome
        do {
            switch try await runs.context.cancel(id, at: endpoint, scope) {
            case .cancelled(let job), .alreadyEnded(let job):
                ended = RunOutcome(file.name, file.training.outputName, ended: job)
            case .accepted(let job): ended = failed(Failure(notConfirmed: id, job, "it took the wish"))
            case .notConfirmed(let job, let words): ended = failed(Failure(notConfirmed: id, job, words))
            }
        } catch {
            ended = failed(Failure(error))
        }
        scope.emit(.runCancelled(ended))
        return ended
    }
}
