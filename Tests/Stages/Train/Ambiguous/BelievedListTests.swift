import Store
import TestKit
import Testing
import Train

/// How far what a trainer shows can be relied on, and what comes of relying on it.
@Suite("Submit: how far a trainer's list is believed")
struct BelievedListTests {
    @Test(
        "a job that is shown only after its time is doubled, unless the trainer honours the key",
        arguments: [false, true])
    func tooLate(honoursKeys: Bool) async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.late(lists: 1000))]
            $0.honoursKeys = honoursKeys
        }
        let outcome = try await scene.submit()
        #expect(scene.trainer.submissions == 2)
        #expect(scene.trainer.started.count == (honoursKeys ? 1 : 2))
        #expect(outcome?.jobID == scene.trainer.started.last?.id)
    }

    @Test(
        "a trainer that forgot its jobs and numbers new ones as it did the old ones",
        arguments: [false, true])
    func numbersAgain(crashes: Bool) async throws {
        let scene = try AmbiguousScene(crashes: crashes) {
            $0.posts = [.reborn(.now)]
            $0.numbersJobs = true
            $0.list.strangers = 2
        }
        if crashes { #expect(try await scene.submit() == nil) }
        let error = await #expect(throws: TrainError.self) { _ = try await scene.submit() }
        #expect(error?.kind == .unresolved)
        #expect(scene.trainer.started.count == 1 && scene.trainer.submissions == 1)
    }

    @Test("where a list shows ids alone, a stranger's job is not taken for one that shows later")
    func strangerWithoutName() async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.late(lists: 3))]
            $0.list.arrivals = 1
            $0.shows = []
        }
        // Two new ones, and nothing to tell them apart by: a person is asked.
        let error = await #expect(throws: TrainError.self) { _ = try await scene.submit() }
        #expect(error?.kind == .unresolved)
        #expect(scene.trainer.started.count == 1 && scene.trainer.submissions == 1)
        #expect(try await scene.written().map(\.phase) == [.sent])
        #expect(try await scene.written().first?.jobID == nil)
        // The control: with a name it is told apart.
        let named = try AmbiguousScene {
            $0.posts = [.closed(.late(lists: 3))]
            $0.list.arrivals = 1
            $0.shows = [.outputName]
        }
        #expect(try await named.submit()?.jobID == named.trainer.started.first?.id)
        #expect(named.trainer.started.count == 1 && named.trainer.submissions == 1)
    }

    @Test("where a list shows ids alone, the only new job is taken once the time to settle is over")
    func onlyOneWithoutName() async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.now)]
            $0.shows = []
        }
        let time = FastTime()
        #expect(try await scene.submit(time: time.keeper)?.jobID == scene.trainer.started.first?.id)
        #expect(scene.trainer.submissions == 1)
        #expect(time.now >= .seconds(60))
        // The control: a name is believed at once.
        let named = try AmbiguousScene {
            $0.posts = [.closed(.now)]
            $0.shows = [.outputName]
        }
        let other = FastTime()
        #expect(try await named.submit(time: other.keeper)?.jobID == named.trainer.started.first?.id)
        #expect(other.now < .seconds(60))
    }

    @Test("where a list shows ids alone and others hand over too, no job is taken for one's own")
    func amongStrangers() async throws {
        let scene = try AmbiguousScene {
            $0.posts = [.closed(.none)]
            $0.list.arrivals = 2
            $0.shows = []
        }
        let error = await #expect(throws: TrainError.self) { _ = try await scene.submit() }
        #expect(error?.kind == .unresolved)
        #expect(scene.trainer.started.isEmpty && scene.trainer.submissions == 1)
    }

    @Test(
        "an id that an earlier job had, before the trainer was started anew, is a new job's all the same",
        arguments: [nil, PostFault.closed(.now)], [false, true])
    func idGivenAnew(fault: PostFault?, crashes: Bool) async throws {
        let scene = try AmbiguousScene(crashes: fault != nil && crashes) {
            $0.posts = [fault]
            $0.numbersJobs = true
        }
        try await scene.remember(job: "1")
        if fault != nil && crashes { #expect(try await scene.submit() == nil) }
        let outcome = try await scene.submit()
        #expect(outcome?.jobID == "1")
        #expect(scene.trainer.started.count == 1 && scene.trainer.submissions == 1)
        #expect(try await scene.written().map(\.jobID) == ["1", "1"])
    }
}
