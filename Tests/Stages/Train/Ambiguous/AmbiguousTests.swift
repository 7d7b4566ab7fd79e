import Dataset
import Store
import TestKit
import Testing
import Train

@Suite("Submit: a lost answer, wherever it gets lost")
struct AmbiguousTests {
    @Test(
        "exactly one job, of this very payload, and it is the one that is written down",
        arguments: AmbiguousCase.all)
    func settles(_ one: AmbiguousCase) async throws {
        let scene = try AmbiguousScene(one.dialect, crashes: one.crashes) {
            one.list.habits(&$0)
            $0.posts = [one.fault]
            $0.list.failuresAfterwards = one.failures
            $0.honoursKeys = one.honoursKeys
        }
        let outcome = try await scene.settle()
        #expect(scene.hasCrashed == one.crashes)
        let started = scene.trainer.started
        let asked = scene.trainer.asked
        #expect(started.count == 1, "\(asked)")
        #expect(outcome.jobID == started.first?.id, "\(asked)")
        #expect(started.first?.origin?.sha256 == scene.manifest.payload.digest.hex)
        #expect(started.first?.origin?.authorization == "Bearer \(AmbiguousScene.token)")
        let written = try await scene.written()
        #expect(written.compactMap(\.jobID) == [started.first?.id])
        #expect(written.first?.phase == .acknowledged)
        #expect(written.first?.key == started.first?.origin?.key)
        // What is settled stays so: nothing is sent by the next run.
        let submissions = scene.trainer.submissions
        #expect(try await scene.submit()?.jobID == started.first?.id)
        #expect(scene.trainer.submissions == submissions)
    }

    @Test(
        "there are five hundred, and a client without the defence doubles wherever the answer to a job got lost"
    )
    func control() async throws {
        #expect(Set(AmbiguousCase.all.map(\.testDescription)).count >= 500)
        // A crash is none of its affair.
        let cases = AmbiguousCase.all.filter { !$0.crashes }
        var doubled = 0
        for one in cases {
            let jobs = try await NaiveClient.jobs(one)
            // It doubles exactly where a job was started and the answer named none.
            let isLost =
                switch one.fault {
                case .shaped, .slow: false
                default: one.fault.start != .none
                }
            #expect(jobs == (isLost ? 2 : 1), "\(one.testDescription)")
            doubled += jobs - 1
        }
        #expect(doubled >= 120, "\(doubled) of \(cases.count)")
    }
}

extension Submit.Outcome {
    /// The job's id, however it came to be known.
    var jobID: String? {
        switch self {
        case .started(let id), .running(let id): id
        case .trained(let submission): submission.jobID
        }
    }
}
