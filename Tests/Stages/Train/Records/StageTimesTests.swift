import Dataset
import Store
import Testing
import Train

@Suite struct StageTimesTests {
    private typealias Look = (at: Double, status: String, step: Int?)

    private static func times(_ looks: [Look]) -> StageTimes {
        StageTimes(looks.map { RecordScene.observation($0.at, $0.status, step: $0.step) })
    }

    private static func told(_ times: StageTimes) -> [String] {
        times.stages.map { "\($0.status) \($0.seconds.text(1)) \($0.unwatched.text(1))" }
            + times.gaps.map { "\($0.after)…\($0.before) \($0.seconds.text(1))" }
    }

    /// Histories, and what they tell: `status seconds unwatched` and `after…before seconds`.
    @Test(
        arguments: [
            ([], []),
            ([(0, "queued", nil)], []),
            (
                [
                    (0, "queued", nil), (2, "queued", nil), (4, "preparing", nil), (10, "training", 0),
                    (110, "completed", 50),
                ],
                ["queued 4 0", "preparing 6 0", "training 100 0"]
            ),
            // A status of another version stands where it was seen.
            (
                [(0, "warming up", nil), (5, "training", 0), (7, "failed", 1)],
                ["warming up 5 0", "training 2 0"]
            ),
            // Detached and looked at again: nothing is made up.
            ([(0, "queued", nil), (7200, "completed", 50)], ["queued…completed 7200"]),
            (
                [(0, "queued", nil), (3, "preparing", nil), (500, "training", 10), (560, "training", 70)],
                ["queued 3 0", "training 60 0", "preparing…training 497"]
            ),
            // In between the job can't have been anywhere else.
            (
                [(0, "training", 10), (3600, "training", 900), (3601, "completed", 900)],
                ["training 3601 3600"]
            ),
            // But it has when its steps went back.
            (
                [(0, "training", 900), (3600, "training", 10), (3610, "completed", 20)],
                ["training 10 0", "training…training 3600"]
            ),
            // Back in the queue after a restart of the trainer; a clock that was set back.
            (
                [
                    (0, "queued", nil), (10, "training", 5), (20, "queued", nil), (25, "training", 0),
                    (20, "training", 1), (30, "completed", 2),
                ],
                ["queued 15 0", "training 20 0"]
            ),
            // Looks after the end are no part of the run.
            (
                [
                    (0, "training", 1), (2, "completed", 2), (900, "completed", 2), (901, "training", 1),
                    (903, "failed", 1),
                ], ["training 4 0"]
            ),
        ] as [([(Double, String, Int?)], [String])])
    func table(_ looks: [(Double, String, Int?)], _ expected: [String]) {
        #expect(Self.told(Self.times(looks.map { (at: $0.0, status: $0.1, step: $0.2) })) == expected)
    }

    @Test func speedIsOfStepsThatWereTimed() {
        let times = Self.times([
            (0, "training", 0), (100, "training", 50), (110, "training", 0), (130, "training", 20),
            (140, "completed", 30),
        ])
        // 50 steps in 100 s; the 10 s of the restart tell nothing; 20 in 20 s and 10 in 10 s.
        #expect(times.steps == 80 && times.stepSeconds == 130)
        #expect(times.stepsPerSecond == 80.0 / 130)
        #expect(Self.times([(0, "training", 5), (10, "training", 5)]).stepsPerSecond == nil)
        #expect(Self.times([(0, "training", .min), (10, "training", .max)]).stepsPerSecond ?? 0 > 1e17)
    }

    @Test func preparingWasSeenOnlyFromBeforeTraining() {
        #expect(StageTimes(RecordScene.history()).sawPreparing)
        #expect(!Self.times([(0, "training", 0), (10, "completed", 10)]).sawPreparing)
        #expect(!Self.times([(0, "queued", nil), (500, "training", 0)]).sawPreparing)
        // What is missing at the end is not of the preparing.
        #expect(Self.times([(0, "queued", nil), (5, "training", 0), (900, "completed", 9)]).sawPreparing)
    }

    @Test func workIsAllButTheQueue() {
        let times = StageTimes(RecordScene.history())
        #expect(times.work == 660 && times.training == 600)
        let json = JSONValue.object(times.members)
        #expect(
            json["stages"]?.array?.map { $0["status"]?.string } == [
                "queued", "preparing", "caching_latents", "training",
            ])
        #expect(json["stages"]?.array?[1]["seconds"]?.double == 60 && json["unseen"] == .array([]))
        #expect(json["steps_per_second"]?.double == 1)
    }
}
