import MusubiAPI
import Testing
import Train

@Suite("Stall: a job that stands still is told of, by FIELD's rule")
struct StallTests {
    private static func job(_ status: String, step: Int? = nil, message: String? = nil) -> TrainingJob {
        TrainingJob(
            id: "j", status: TrainingStatus(status), currentStep: step, totalSteps: 10_000, message: message)
    }

    /// Looks every two seconds, with a step every `pace` seconds until `stop`, and then at a job that stands still.
    private static func told(pace: Int, stop: Int, until end: Int) -> [(
        second: Int, notice: JobTracker.Alert
    )] {
        var tracker = JobTracker()
        var alerts: [(Int, JobTracker.Alert)] = []
        for second in stride(from: 0, through: end, by: 2) {
            let job = job("training", step: min(second, stop) / pace)
            _ = tracker.observe(.job(job), at: .seconds(second))
            alerts += tracker.alerts.map { (second, $0) }
        }
        return alerts
    }

    @Test(
        "six times the slowest recent step, between 90 seconds and a quarter of an hour",
        arguments: [(2, 90), (14, 90), (20, 120), (60, 360), (150, 900), (200, 900)])
    func budget(pace: Int, budget: Int) throws {
        let stop = pace * 5
        let alerts = Self.told(pace: pace, stop: stop, until: stop + 1200)
        #expect(alerts.count == 1)
        let first = try #require(alerts.first)
        #expect((stop + budget...stop + budget + 4).contains(first.second))
        guard case .stalled(_, let told) = first.notice else {
            Issue.record("\(first.notice)")
            return
        }
        #expect(told == .seconds(budget))
    }

    @Test("a run that goes on is not stalled, and the first steps, however slow, are a warm-up")
    func goesOn() {
        #expect(Self.told(pace: 60, stop: 6000, until: 6000).isEmpty)
        // Two steps alone say nothing of the pace: a quarter of an hour, not 90 seconds.
        #expect(Self.told(pace: 2, stop: 4, until: 800).isEmpty)
        #expect(Self.told(pace: 2, stop: 4, until: 1000).count == 1)
    }

    @Test("told once, and once more when it goes on; a clock in the message is no movement")
    func movesAgain() {
        var tracker = JobTracker()
        var names: [String] = []
        for second in stride(from: 0, through: 400, by: 2) {
            let step = second <= 100 ? second / 2 : second < 300 ? 50 : second / 2
            _ = tracker.observe(
                .job(Self.job("training", step: step, message: "at \(second)")), at: .seconds(second))
            for notice in tracker.alerts {
                switch notice {
                case .stalled: names.append("stalled \(tracker.stalledFor != nil)")
                case .moving: names.append("moving \(tracker.stalledFor != nil)")
                case .backwards: names.append("backwards")
                case .diverged: names.append("diverged")
                }
            }
        }
        #expect(names == ["stalled true", "moving false"])
    }

    @Test(
        "stages without steps have a quarter of an hour; who waits for a turn may wait",
        arguments: [
            ("preparing", true), ("caching_latents", true), ("caching_text", true), ("queued", false),
            ("pending", false), ("idle", false), ("warming_up", false),
        ])
    func stages(status: String, stalls: Bool) {
        var tracker = JobTracker()
        var count = 0
        for second in stride(from: 0, through: 3600, by: 2) {
            _ = tracker.observe(.job(Self.job(status)), at: .seconds(second))
            if !tracker.alerts.isEmpty {
                count += 1
                #expect(second >= 900)
            }
        }
        #expect(count == (stalls ? 1 : 0))
    }

    @Test("a night with the lid closed is no stall", arguments: [true, false])
    func sleep(sleeps: Bool) {
        var tracker = JobTracker()
        var stalled = false
        for second in stride(from: 0, through: 100, by: 2) {
            _ = tracker.observe(.job(Self.job("training", step: second / 2)), at: .seconds(second))
        }
        let later = sleeps ? [100 + 8 * 3600] : Array(stride(from: 102, through: 300, by: 2))
        for second in later {
            _ = tracker.observe(.job(Self.job("training", step: 50)), at: .seconds(second))
            stalled = stalled || tracker.stalledFor != nil
        }
        #expect(stalled == !sleeps)
    }

    @Test("steps that go back are told once, until the run is further than ever")
    func backwards() {
        var tracker = JobTracker()
        var told: [String] = []
        for (second, step) in [10, 400, 10, 5, 20, 401, 2].enumerated() {
            _ = tracker.observe(.job(Self.job("training", step: step)), at: .seconds(second * 2))
            for case .backwards(let back) in tracker.alerts {
                told.append("\(Int(back.before))>\(Int(back.now))")
            }
        }
        #expect(told == ["400>10", "401>2"])
    }
}
