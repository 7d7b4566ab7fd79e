import Dataset
import Foundation
import MusubiAPI

/// The jobs of one service. One trains at a time, the others wait in the order in which they came.
///
/// Nothing runs in the background: where a job stands follows from the clock, and is worked out when asked.
actor JobStore {
    private var jobs: [SimulatedJob] = []
    private var keys: [String: (body: Digest, job: String)] = [:]
    /// When the trainer had become free by the jobs that were forgotten.
    private var freed: Duration = .zero
    private let limit: Int
    private let stepsPerSecond: Double
    private let clock: @Sendable () -> Duration

    /// - Parameters:
    ///   - limit: how many jobs are kept. For another one, the oldest that has ended is forgotten.
    ///   - clock: the time since some fixed moment; never goes back.
    init(stepsPerSecond: Double, limit: Int = 1000, clock: @escaping @Sendable () -> Duration) {
        self.limit = limit
        self.stepsPerSecond = max(stepsPerSecond, 0.001)
        self.clock = clock
    }

    /// A book on the machine's own clock.
    init(stepsPerSecond: Double) {
        let start = ContinuousClock.now
        self.init(stepsPerSecond: stepsPerSecond) { ContinuousClock.now - start }
    }

    /// The result of a request to cancel.
    enum Cancellation: Equatable {
        case cancelled, notFound
        case alreadyEnded(TrainingStatus)
    }

    /// The same key came with another body.
    struct KeyReused: Error {}

    /// So many jobs wait that no further one is taken.
    struct Full: Error {}

    /// The job that this key already made from this body; nil when there is none.
    func job(forKey key: String, body: Digest) throws(KeyReused) -> TrainingJob? {
        guard let known = keys[key] else { return nil }
        guard known.body == body else { throw KeyReused() }
        return job(known.job)
    }

    /// Takes a job, once for each key. Throws `KeyReused`, `Full`.
    func submit(_ plan: SimulationPlan, key: String? = nil, body: Digest) throws -> TrainingJob {
        if let key, let known = try job(forKey: key, body: body) { return known }
        try makeRoom()
        let new = SimulatedJob(
            id: UUID().uuidString.lowercased(), datasetID: UUID().uuidString.lowercased(),
            createdAt: Date.now.formatted(.iso8601), plan: plan, submitted: clock())
        jobs.append(new)
        if let key { keys[key] = (body, new.id) }
        return new.shown(at: 0)
    }

    /// A job as it stands now; nil for an unknown id.
    func job(_ id: String) -> TrainingJob? {
        let now = settle()
        return jobs.first { $0.id == id }.map { shown($0, at: now) }
    }

    /// All jobs, the oldest first.
    func all() -> [TrainingJob] {
        let now = settle()
        return jobs.map { shown($0, at: now) }
    }

    /// The log of a job; nil for an unknown id.
    func lines(of id: String) -> [String]? {
        let now = settle()
        return jobs.first { $0.id == id }.map {
            $0.lines(at: $0.tick(at: now, stepsPerSecond: stepsPerSecond))
        }
    }

    /// Stops a job where it stands. One that has ended stays as it is.
    func cancel(_ id: String) -> Cancellation {
        let now = settle()
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return .notFound }
        guard jobs[index].ended == nil else { return .alreadyEnded(shown(jobs[index], at: now).status) }
        jobs[index].ended = now
        jobs[index].isCancelled = true
        return .cancelled
    }

    /// Forgets the oldest job that has ended, and its key, when there are as many as are kept.
    private func makeRoom() throws(Full) {
        guard jobs.count >= limit else { return }
        _ = settle()
        guard let index = jobs.firstIndex(where: { $0.ended != nil }) else { throw Full() }
        let forgotten = jobs.remove(at: index)
        if forgotten.started != nil, let ended = forgotten.ended { freed = max(freed, ended) }
        keys = keys.filter { $0.value.job != forgotten.id }
    }

    /// Writes down what has begun and ended since the last call.
    private func settle() -> Duration {
        let now = clock()
        var free = freed
        for index in jobs.indices {
            let job = jobs[index]
            if let ended = job.ended {
                if job.started != nil { free = max(free, ended) }
                continue
            }
            let start = job.started ?? max(job.submitted, free)
            guard start <= now else { break }
            jobs[index].started = start
            let end = start + .seconds(Double(job.plan.ticks) / stepsPerSecond)
            // The first job that is still running keeps the rest waiting.
            guard end <= now else { break }
            jobs[index].ended = end
            free = end
        }
        return now
    }

    private func shown(_ job: SimulatedJob, at now: Duration) -> TrainingJob {
        job.shown(at: job.tick(at: now, stepsPerSecond: stepsPerSecond))
    }
}
