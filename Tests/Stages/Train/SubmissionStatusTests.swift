import Dataset
import MusubiAPI
import Store
import Testing

@testable import Train

@Suite("SubmissionStatus: what the ledger says of a payload")
struct StandingTests {
    private static func submission(
        _ phase: Submission.Phase, _ status: TrainingStatus? = nil, at endpoint: String = "https://t"
    ) -> Submission {
        var submission = Submission(
            payload: Digest.of("p"), endpoint: endpoint, dialect: "plain", outputName: "n", images: 1,
            export: "o")
        submission.phase = phase
        submission.jobID = "j"
        submission.job = status.map { TrainingJob(id: "j", status: $0).json }
        return submission
    }

    private static func name(_ submissions: [Submission]) -> String {
        switch SubmissionStatus(submissions, at: "https://t") {
        case .new: "new"
        case .open: "open"
        case .running: "running"
        case .lost: "lost"
        case .trained: "trained"
        }
    }

    @Test(
        "the newest that was not refused decides",
        arguments: [
            ([], "new"),
            ([submission(.refused)], "new"),
            ([submission(.intended)], "open"),
            ([submission(.sent)], "open"),
            ([submission(.refused), submission(.sent)], "open"),
            ([submission(.acknowledged)], "running"),
            ([submission(.tracked, .training)], "running"),
            ([submission(.lost)], "lost"),
            ([submission(.ended, .completed)], "trained"),
            ([submission(.ended, .failed)], "new"),
            ([submission(.ended, .cancelled)], "new"),
            ([submission(.ended, .failed), submission(.ended, .completed)], "trained"),
            ([submission(.ended, .failed), submission(.sent)], "new"),
            ([submission(.tracked), submission(.ended, .completed)], "running"),
            ([submission(.sent, at: "https://other")], "new"),
            ([submission(.tracked, at: "https://other")], "new"),
            ([submission(.ended, .completed, at: "https://other")], "trained"),
            ([submission(.ended, .completed, at: "http://127.0.0.1:9")], "new"),
        ])
    func decides(submissions: [Submission], expected: String) {
        #expect(Self.name(submissions) == expected)
    }
}
