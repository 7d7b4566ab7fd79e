import Foundation

/// What a `ContraryTrainer` knows.
struct ContraryState: Sendable {
    var habits: ContraryHabits
    /// Those that it knows, and those that it started, which a restart may tell apart.
    var jobs: [ContraryJob] = []
    var started: [ContraryJob] = []
    var submissions = 0
    /// What is to become of the submission that is under way on a connection.
    var faults: [Int: PostFault] = [:]
    private var lastNumber = 0

    init(_ habits: ContraryHabits) {
        self.habits = habits
        for number in 0..<habits.list.strangers {
            add("stranger_\(number)", 3, at: Date(timeIntervalSinceNow: -3600))
        }
    }

    mutating func restart(forgetting: Bool) {
        guard forgetting else { return }
        jobs = []
        lastNumber = 0
    }

    /// Counts a submission, and tells what goes wrong with it.
    mutating func nextFault() -> PostFault? {
        submissions += 1
        habits.list.failures += habits.list.failuresAfterwards
        habits.list.failuresAfterwards = []
        return habits.posts.isEmpty ? nil : habits.posts.removeFirst()
    }

    /// Starts a job from a body, or finds the one of its key; nil where no job is to come of it.
    mutating func take(_ body: ContraryBody, _ request: ScriptedServer.Request, _ start: PostFault.Start)
        -> ContraryJob?
    {
        let key = request.header("Idempotency-Key")
        if habits.honoursKeys, let key, let known = jobs.first(where: { $0.origin?.key == key }) {
            return known
        }
        for number in 0..<habits.list.arrivals { add("arrival_\(submissions)_\(number)", 4) }
        for _ in 0..<habits.list.twins { add(body.outputName, body.images) }
        if start == .none { return nil }
        let job = add(
            body.outputName, body.images, start,
            ContraryJob.Origin(
                sha256: body.sha256, bytes: body.bytes, key: key,
                authorization: request.header("Authorization")))
        started.append(job)
        return job
    }

    /// The jobs that stand in the list now, in its order; those that are missing come closer to it.
    mutating func list() -> [ContraryJob] {
        let shown = jobs.filter { $0.hiddenLists == 0 && $0.isKnown }
        for index in jobs.indices where jobs[index].hiddenLists > 0 { jobs[index].hiddenLists -= 1 }
        let ordered = habits.list.isNewestFirst ? shown.reversed() : shown
        return habits.list.doubles ? ordered.flatMap { [$0, $0] } : ordered
    }

    @discardableResult
    private mutating func add(
        _ name: String, _ images: Int, _ start: PostFault.Start = .now, _ origin: ContraryJob.Origin? = nil,
        at date: Date = Date()
    ) -> ContraryJob {
        lastNumber += 1
        let id = habits.numbersJobs ? "\(lastNumber)" : "\(lastNumber)-\(UUID().uuidString.lowercased())"
        var job = ContraryJob(
            id: id, outputName: name, images: images, origin: origin, createdAt: date, course: habits.course)
        if origin != nil { job.hiddenLists = habits.list.staleFor }
        if case .late(let lists) = start {
            job.hiddenLists = lists
            job.isLate = true
        }
        if case .later(let pause) = start { job.shownFrom = .now + pause }
        jobs.append(job)
        return job
    }
}
