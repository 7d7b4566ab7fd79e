import Dataset
import Foundation
import MusubiAPI
import Store
import Testing

@testable import Train

@Suite("SubmissionMachine: every sequence of events")
struct HandoverTests {
    static func submission() -> Submission {
        var submission = Submission(
            payload: Digest.of("p"), endpoint: "https://t", dialect: "plain", outputName: "harbour_v1",
            images: 2,
            export: "out")
        submission.knownJobs = ["old"]
        return submission
    }

    /// A trainer and a submitter in every state that they can come to: what each of them may do next is tried, one after
    /// the other.
    struct World {
        var machine = SubmissionMachine(submission(), claimed: [])
        var disk = submission()
        var step: SubmissionMachine.Step?
        /// When each job that came of our bodies began, and when the trainer lists it.
        var started: [(id: String, listed: Duration)] = []
        var now = Duration.zero
        /// When the program began: its clock counts from there.
        var began = Duration.zero
        var leftAt: Duration?
        var path: [String] = []

        init() { step = machine.begin() }

        /// The trainer's list at this moment; it never shows what it is not sure to keep.
        var list: [TrainingJob] {
            [TrainingJob(id: "old", status: .completed)]
                + started.filter { $0.listed <= now }.map { TrainingJob(id: $0.id, status: .queued) }
        }

        mutating func start(listedAfter lag: Duration) {
            started.append(("job \(started.count + 1)", now + lag))
        }

        mutating func take(_ event: SubmissionMachine.Event) {
            step = machine.take(event, at: now - began)
            disk = machine.submission
        }

        mutating func leave() {
            machine.leave(at: Date(timeIntervalSince1970: 0))
            disk = machine.submission
            leftAt = now
        }

        /// The program is killed, and begun again after some time.
        mutating func crash(for pause: Duration) {
            now += pause
            began = now
            machine = SubmissionMachine(
                disk, claimed: [], age: disk.phase == .sent ? now - (leftAt ?? now) : .zero)
            step = machine.begin()
            disk = machine.submission
        }
    }

    private static let window = SettlingTime.after(bytes: 0)
    private typealias Choice = (name: String, act: @Sendable (inout World) -> Void)

    /// What can happen to a body.
    private static let sending: [Choice] = [
        ("cut before the end", { $0.take(.broken("cut", touched: true)) }),
        ("never connected", { $0.take(.broken("nobody", touched: false)) }),
        ("refused at the header", { $0.take(.refusal("413")) }),
        ("another payload on disk", { $0.take(.changed("changed")) }),
        ("killed before the last byte", { $0.crash(for: .seconds(1)) }),
        (
            "started",
            {
                $0.leave(); $0.start(listedAfter: .zero);
                $0.take(.job(.init(id: $0.started.last!.id, status: .queued)))
            }
        ),
        (
            "refused",
            {
                $0.leave(); $0.take(.refusal("422"))
            }
        ),
        (
            "started, no answer",
            {
                $0.leave(); $0.start(listedAfter: .zero); $0.take(.broken("cut", touched: true))
            }
        ),
        (
            "started late, no answer",
            {
                $0.leave(); $0.start(listedAfter: window - .seconds(1));
                $0.take(.broken("cut", touched: true))
            }
        ),
        (
            "not started, no answer",
            {
                $0.leave(); $0.take(.broken("cut", touched: true))
            }
        ),
        (
            "started, 502",
            {
                $0.leave(); $0.start(listedAfter: .seconds(5)); $0.take(.unclear("502"))
            }
        ),
        (
            "not started, 502",
            {
                $0.leave(); $0.take(.unclear("502"))
            }
        ),
        (
            "answered with an old job",
            {
                $0.leave(); $0.take(.job(.init(id: "old", status: .queued)))
            }
        ),
        (
            "started, killed",
            {
                $0.leave(); $0.start(listedAfter: .seconds(9)); $0.crash(for: .seconds(1))
            }
        ),
        (
            "started, killed for long",
            {
                $0.leave(); $0.start(listedAfter: .seconds(9)); $0.crash(for: .seconds(9_000))
            }
        ),
        (
            "not started, killed",
            {
                $0.leave(); $0.crash(for: .seconds(1))
            }
        ),
    ]

    /// What can happen when the list is asked for.
    private static let looking: [Choice] = [
        ("listed", { $0.take(.listed($0.list)) }),
        ("no list", { $0.take(.unlisted("500")) }),
        (
            "much later",
            {
                $0.now += window; $0.take(.listed($0.list))
            }
        ),
        (
            "away for long",
            {
                $0.now += SettlingTime.patience; $0.take(.unlisted("away"))
            }
        ),
        ("killed while looking", { $0.crash(for: .seconds(3)) }),
    ]

    /// Tries everything to a depth; gives how many ways came to an end of each kind.
    private static func explore(_ world: World, depth: Int, _ ends: inout [String: Int]) {
        if world.started.count > 1 {
            Issue.record("two jobs: \(world.path)")
            return
        }
        func end(_ name: String, _ isRight: Bool) {
            ends[name, default: 0] += 1
            if !isRight { Issue.record("\(name) after \(world.path)") }
        }
        switch world.step {
        case .started(let job, _)?:
            return end(
                "started",
                job.id == world.started.first?.id && world.disk.phase == .acknowledged
                    && world.disk.jobID == job.id)
        case .refused?: return end("refused", world.started.isEmpty && world.disk.phase == .refused)
        case .unreachable?: return end("unreachable", world.started.isEmpty && world.disk.phase == .refused)
        case .unresolved?: return end("unresolved", world.disk.phase == .sent)
        case .send(let pause)?:
            follow(world, sending, pause, depth, &ends)
        case .look(let pause)?:
            follow(world, looking, pause, depth, &ends)
        case nil: Issue.record("no step")
        }
    }

    private static func follow(
        _ world: World, _ choices: [Choice], _ pause: Duration, _ depth: Int, _ ends: inout [String: Int]
    ) {
        guard depth > 0 else {
            ends["under way", default: 0] += 1
            return
        }
        for choice in choices {
            var next = world
            next.now += pause
            next.path.append(choice.name)
            choice.act(&next)
            explore(next, depth: depth - 1, &ends)
        }
    }

    @Test("never two jobs, never another's, no end that is not so")
    func everySequence() {
        var ends: [String: Int] = [:]
        Self.explore(World(), depth: 7, &ends)
        for end in ["started", "refused", "unreachable", "unresolved"] {
            #expect(ends[end, default: 0] > 50, "\(ends)")
        }
    }

    @Test("the control: a submitter that sends again after every silence starts two")
    func naive() {
        var world = World()
        var bodies = 0
        for choice in Self.sending where choice.name == "started, no answer" || choice.name == "started" {
            // What the defence keeps: the phase on disk and the doubt.
            world.machine = SubmissionMachine(Self.submission(), claimed: [])
            world.step = world.machine.begin()
            if case .send? = world.step {
                bodies += 1
                choice.act(&world)
            }
        }
        #expect(bodies == 2 && world.started.count == 2)
    }

    @Test("a body that never gets through is given up after three tries, with nothing started")
    func givesUp() {
        var machine = SubmissionMachine(Self.submission(), claimed: [])
        #expect(machine.begin() == .send(after: .zero))
        #expect(machine.take(.broken("cut", touched: true), at: .zero) == .send(after: .seconds(5)))
        #expect(machine.take(.broken("cut", touched: true), at: .zero) == .send(after: .seconds(10)))
        #expect(machine.take(.broken("cut", touched: true), at: .zero) == .unreachable("cut"))
        #expect(machine.submission.phase == .refused)
    }

    @Test("a silence with nothing in the list is sent again only when the time to settle is over")
    func settles() {
        var machine = SubmissionMachine(Self.submission(), claimed: [])
        _ = machine.begin()
        machine.leave(at: Date(timeIntervalSince1970: 0))
        let old = [TrainingJob(id: "old", status: .completed)]
        #expect(machine.take(.broken("cut", touched: true), at: .seconds(10)) == .look(after: .zero))
        #expect(machine.take(.listed(old), at: .seconds(10)) == .look(after: .seconds(2)))
        #expect(machine.take(.listed(old), at: .seconds(69)) == .look(after: .seconds(4)))
        #expect(machine.submission.phase == .sent)
        #expect(machine.take(.listed(old), at: .seconds(70)) == .send(after: .zero))
        #expect(machine.submission.phase == .intended && machine.submission.sentAt != nil)
    }

    @Test("a large body has longer to settle", arguments: [(0, 60), (10_000_000, 61), (8 << 30, 918)])
    func window(bytes: Int64, seconds: Int) {
        #expect(SettlingTime.after(bytes: bytes) == .seconds(seconds))
    }

    @Test("resubmit looks once, takes what is there, and sends when nothing is")
    func resubmits() {
        var doubtful = Self.submission()
        doubtful.phase = .sent
        var machine = SubmissionMachine(doubtful, claimed: [], resubmits: true)
        #expect(machine.begin() == .look(after: .zero))
        var other = machine
        #expect(machine.take(.unlisted("500"), at: .zero) == .send(after: .zero))
        let job = TrainingJob(id: "new", status: .queued)
        let listed = SubmissionMachine.Event.listed([TrainingJob(id: "old", status: .completed), job])
        #expect(other.take(listed, at: .zero) == .look(after: .seconds(2)))
        #expect(
            other.take(listed, at: Self.window) == .started(job, because: "it is the only new one there"))
        var old = SubmissionMachine(doubtful, claimed: [], resubmits: true, age: .seconds(3600))
        _ = old.begin()
        #expect(old.take(listed, at: .zero) == .started(job, because: "it is the only new one there"))
    }

    @Test("resubmit is a word about the attempt before, not about the next ones")
    func resubmitsOnce() {
        var doubtful = Self.submission()
        doubtful.phase = .sent
        var machine = SubmissionMachine(doubtful, claimed: [], resubmits: true)
        var (step, bodies, now) = (machine.begin(), 0, Duration.zero)
        for _ in 0..<500 {
            switch step {
            case .send(let pause):
                bodies += 1
                now += pause
                machine.leave(at: Date(timeIntervalSince1970: 0))
                step = machine.take(.unclear("500"), at: now)
            case .look(let pause):
                now += pause
                step = machine.take(.unlisted("500"), at: now)
            default: break
            }
        }
        #expect(bodies == 1)
        #expect(step == .unresolved("500; it does not list its jobs: 500"))
    }
}
