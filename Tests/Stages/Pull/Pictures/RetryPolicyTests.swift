import Testing

@testable import Pull

@Suite struct RetryPolicyTests {
    private func policy() -> RetryPolicy {
        var policy = RetryPolicy()
        policy.jitter = { 1 }
        return policy
    }

    @Test func whatMayPassIsTriedFourTimesWithLongerPauses() {
        var policy = policy()
        let down = RetryPolicy.Attempt.answered(503, retryAfter: nil, words: "")
        #expect(policy.next(after: down) == .wait(.milliseconds(250)))
        #expect(policy.next(after: down) == .wait(.milliseconds(500)))
        #expect(policy.next(after: down) == .wait(.seconds(1)))
        #expect(
            policy.next(after: down) == .giveUp("the server answered 503 (tried 4 times)"))
    }

    @Test(arguments: [400, 401, 402, 403, 404, 416, 540]) func whatIsFinalIsNotTriedAgain(_ status: Int) {
        var policy = policy()
        guard case .giveUp = policy.next(after: .answered(status, retryAfter: nil, words: "")) else {
            Issue.record("\(status) is tried again")
            return
        }
    }

    @Test(arguments: [429, 500, 502, 503, 504, 520, 524, 544]) func whatMayPassIs(_ status: Int) {
        var policy = policy()
        #expect(
            policy.next(after: .answered(status, retryAfter: .seconds(7), words: "")) == .wait(.seconds(7)))
    }

    @Test func theServersWordIsBounded() {
        var policy = policy()
        let far = RetryPolicy.Attempt.answered(429, retryAfter: .seconds(100_000), words: "")
        #expect(policy.next(after: far) == .wait(.seconds(30)))
        // It never shortens a pause.
        let soon = RetryPolicy.Attempt.answered(429, retryAfter: .zero, words: "")
        #expect(policy.next(after: soon) == .wait(.milliseconds(500)))
    }
}
