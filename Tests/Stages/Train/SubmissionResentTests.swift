import Dataset
import Foundation
import MusubiAPI
import Store
import Testing

@testable import Train

@Suite("SubmissionMachine: a body sent again under its idempotency key")
struct SubmissionResentTests {
    private static let old = TrainingJob(id: "old", status: .completed)
    private static let new = TrainingJob(id: "new", status: .queued)

    /// One whose body had left, in this run or an earlier one, with nothing of it on the list, so that it is being sent
    /// once more; its last byte leaves or does not.
    private static func resent(inOneRun: Bool, leaves: Bool) -> SubmissionMachine {
        let moment = Date(timeIntervalSince1970: 0)
        var submission = HandoverTests.submission()
        if !inOneRun {
            submission.phase = .sent
            submission.sentAt = moment
        }
        var machine = SubmissionMachine(submission, claimed: [])
        _ = machine.begin()
        if inOneRun {
            machine.leave(at: moment)
            _ = machine.take(.broken("cut", touched: true), at: .zero)
        }
        let step = machine.take(.listed([old]), at: .seconds(100))
        #expect(step == .send(after: .zero))
        if leaves { machine.leave(at: moment) }
        return machine
    }

    @Test("a refusal may be of the key: it is looked for, and found when it shows", arguments: [true, false])
    func refusedForItsKey(leaves: Bool) {
        for inOneRun in [true, false] {
            for answer in [SubmissionMachine.Event.refusal("409 in progress"), .unclear("503")] {
                var machine = Self.resent(inOneRun: inOneRun, leaves: leaves)
                #expect(machine.take(answer, at: .seconds(101)) == .look(after: .zero))
                #expect(machine.submission.phase == .sent, "a crash here would forget the doubt")
                let listed = SubmissionMachine.Event.listed([Self.old, Self.new])
                #expect(machine.take(listed, at: .seconds(102)) == .look(after: .seconds(2)))
                let step = machine.take(listed, at: .seconds(161))
                #expect(step == .started(Self.new, because: "it is the only new one there"))
            }
        }
    }

    @Test("a run that ends while it is sent once more leaves word that it had left")
    func killed() {
        let disk = Self.resent(inOneRun: true, leaves: false).submission
        #expect(disk.phase == .intended && disk.sentAt != nil)
        var next = SubmissionMachine(disk, claimed: [])
        #expect(next.begin() == .send(after: .zero))
        #expect(next.take(.refusal("409 in progress"), at: .zero) == .look(after: .zero))
    }

    @Test("the control: the first body's refusal is believed at once")
    func first() {
        var machine = SubmissionMachine(HandoverTests.submission(), claimed: [])
        _ = machine.begin()
        #expect(machine.take(.refusal("409"), at: .zero) == .refused("409"))
        var whole = SubmissionMachine(HandoverTests.submission(), claimed: [])
        _ = whole.begin()
        whole.leave(at: Date(timeIntervalSince1970: 0))
        #expect(whole.take(.refusal("409"), at: .zero) == .refused("409"))
    }

    @Test("one that had never left whole is refused at once, however often it was begun")
    func cutBefore() {
        var machine = SubmissionMachine(HandoverTests.submission(), claimed: [])
        _ = machine.begin()
        #expect(machine.take(.broken("cut", touched: true), at: .zero) == .send(after: .seconds(5)))
        #expect(machine.take(.refusal("413"), at: .zero) == .refused("413"))
    }
}
