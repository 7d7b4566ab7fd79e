import MusubiAPI
import Testing
import Train

@Suite("JobTracker: sights to verdicts")
struct JobTrackerTests {
    private static func job(_ status: String, step: Int? = nil, of total: Int? = nil) -> TrainingJob {
        TrainingJob(id: "j", status: TrainingStatus(status), currentStep: step, totalSteps: total)
    }

    private static func seen(_ status: String) -> JobTracker.Observation { .job(job(status)) }
    private static func again(_ seconds: Int) -> JobTracker.Decision { .lookAgain(after: .seconds(seconds)) }
    private static func ended(_ status: String) -> JobTracker.Decision { .ended(job(status)) }
    private static let away = JobTracker.Observation.failure("gone")

    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The sights come a minute apart.
        let observations: [JobTracker.Observation]
        let verdicts: [JobTracker.Decision]

        init(_ name: String, _ observations: [JobTracker.Observation], _ verdicts: [JobTracker.Decision]) {
            (testDescription, self.observations, self.verdicts) = (name, observations, verdicts)
        }
    }

    @Test(arguments: [
        Course(
            "the whole way",
            ["idle", "queued", "preparing", "caching_latents", "caching_text", "training", "completed"].map(
                seen),
            Array(repeating: again(2), count: 6) + [ended("completed")]),
        Course("failed at once", [seen("failed")], [ended("failed")]),
        Course("cancelled", [seen("training"), seen("cancelled")], [again(2), ended("cancelled")]),
        Course(
            "statuses nobody knows are polled on", [seen("warming_up"), seen("COMPLETED"), seen("")],
            [again(2), again(2), again(2)]),
        Course("three denials", [.unknown, .unknown, .unknown], [again(20), again(20), .lost]),
        Course(
            "a sight between denials", [.unknown, .unknown, seen("training"), .unknown, .unknown, .unknown],
            [again(20), again(20), again(2), again(20), again(20), .lost]),
        Course(
            "failures between denials do not save the job", [.unknown, away, .unknown, away, .unknown],
            [again(20), again(4), again(20), again(4), .lost]),
        Course(
            "failures back off to half a minute", Array(repeating: away, count: 7),
            [again(4), again(8), again(16), again(30), again(30), again(30), again(30)]),
        Course(
            "a sight starts the pauses anew", [away, away, away, seen("training"), away],
            [again(4), again(8), again(16), again(2), again(4)]),
    ])
    func verdicts(_ course: Course) {
        var tracker = JobTracker()
        let verdicts = course.observations.enumerated().map { minute, observation in
            tracker.observe(observation, at: .seconds(minute * 60))
        }
        #expect(verdicts == course.verdicts)
    }

    @Test("gives up after six hours away, at its own pace")
    func givesUp() {
        var tracker = JobTracker()
        var now = Duration.seconds(1000)
        _ = tracker.observe(Self.seen("training"), at: now)
        var looks = 0
        while case .lookAgain(let pause) = tracker.observe(.failure("no route"), at: now), looks < 1000 {
            now += pause
            looks += 1
        }
        #expect(now - .seconds(1000) >= .seconds(6 * 3600))
        #expect(now - .seconds(1000) <= .seconds(6 * 3600 + 30))
        #expect(tracker.observe(.failure("no route"), at: now) == .outOfReach("no route"))
        #expect(tracker.job?.status == .training)
    }

    @Test(
        "a sight or a denial while the trainer is away is an answer: its time is counted anew",
        arguments: [0, 1, 2])
    func patience(answer: Int) {
        var tracker = JobTracker()
        var hasGivenUp = false
        // Half a minute apart, for six hours and a little.
        for number in 0...725 {
            let observation =
                number == 400 && answer > 0 ? (answer == 1 ? Self.seen("training") : .unknown) : Self.away
            if tracker.observe(observation, at: .seconds(number * 30)) == .outOfReach("gone") {
                hasGivenUp = true
            }
        }
        #expect(hasGivenUp == (answer == 0))
    }

    @Test(
        "a night with the laptop closed is not time away; the same night watched is",
        arguments: [false, true])
    func sleep(isWatched: Bool) {
        var tracker = JobTracker()
        _ = tracker.observe(Self.away, at: .zero)
        if isWatched {
            for number in 1..<960 { _ = tracker.observe(Self.away, at: .seconds(number * 30)) }
        }
        let morning = tracker.observe(Self.away, at: .seconds(8 * 3600))
        #expect((morning == .outOfReach("gone")) == isWatched)
    }

    @Test("a clock that leaps or goes back ends nothing")
    func leaps() {
        var tracker = JobTracker()
        for moment in [0, 1_000_000, 999, 2, 1_000_000_000, 0] {
            #expect(tracker.observe(Self.away, at: .seconds(moment)) != .outOfReach("gone"))
        }
    }

    @Test(
        "the trainer's own pause is kept where it is longer, up to ten minutes; jitter halves our own",
        arguments: [
            (nil, 1, 4), (nil, 0, 2), (nil, 0.5, 3), (60, 1, 60), (60, 0, 60), (1, 1, 4), (0, 0, 2),
            (86_400, 1, 600),
        ] as [(Int?, Double, Int)])
    func pauses(asked: Int?, jitter: Double, pause: Int) {
        var tracker = JobTracker()
        let observation = JobTracker.Observation.failure("busy", retryAfter: asked.map { .seconds($0) })
        #expect(tracker.observe(observation, at: .zero, jitter: jitter) == Self.again(pause))
    }

    @Test("the time left follows from the steps")
    func remaining() {
        var tracker = JobTracker()
        func see(_ status: String, _ step: Int?, _ total: Int?, at second: Int) -> Duration? {
            _ = tracker.observe(.job(Self.job(status, step: step, of: total)), at: .seconds(second))
            return tracker.remaining
        }
        #expect(see("caching_latents", 3, 20, at: 0) == nil)
        #expect(see("caching_latents", 13, 20, at: 5) == nil)
        #expect(see("training", nil, nil, at: 8) == nil)
        #expect(see("training", 100, 1000, at: 10) == nil)
        #expect(see("training", 100, 1000, at: 15) == nil)
        #expect(see("training", 200, 1000, at: 20) == .seconds(80))
        #expect(see("training", 200, 1000, at: 21) == .seconds(80))
        #expect(see("training", 300, nil, at: 30) == nil)
        #expect(see("training", 1010, 1000, at: 101) == .zero)
        // The trainer started over: what came before says nothing of the pace now.
        #expect(see("training", 10, 1000, at: 200) == nil)
        #expect(see("training", 20, 1000, at: 230) == .seconds(3 * 980))
    }

    @Test(
        "numbers that no run has do not end the program",
        arguments: [
            (0, 1, Int.max), (Int.min, Int.max, Int.max), (-5, 3, Int.max), (0, 1, Int.min), (0, Int.max, 5),
        ])
    func absurd(first: Int, second: Int, total: Int) {
        var tracker = JobTracker()
        _ = tracker.observe(.job(Self.job("training", step: first, of: total)), at: .zero)
        let verdict = tracker.observe(
            .job(Self.job("training", step: second, of: total)), at: .seconds(86_400))
        #expect(verdict == Self.again(2))
        #expect(tracker.remaining == nil || tracker.remaining == .zero)
    }
}
