import Dataset
import Foundation
import Store
import TestKit
import Testing
import Workers

@testable import Check

/// What comes of processes that fail, in the shape of shell scripts that stand in for the program.
@Suite struct EyesTests {
    private let scene: CheckScene
    private let good = ImageFacts(format: .png, width: 7, height: 9)

    init() throws { scene = try CheckScene() }

    /// Answers as `deed` does; `$count` counts the requests over all processes.
    private func eyes(_ deed: String) throws -> Eyes {
        let counter = scene.directory.path("count-\(UUID().uuidString)")
        let facts = Looker.Verdict.facts(good, .anything).json.text()
        let script = """
            good='\(facts)'
            echo \(LookServer.greeting)
            while read -r line; do
            echo x >> \(counter)
            count=$(wc -l < \(counter))
            \(deed)
            done
            """
        return .processes("/bin/sh", ["-c", "PATH=/usr/bin:/bin\n" + script], size: 1)
    }

    private func check(_ eyes: Eyes, _ rows: Int = 1) async throws -> Check.Outcome {
        defer { eyes.close() }
        return try await scene.check(
            (0..<rows).map { try scene.row("\($0)", [UInt8($0)]) }, eyes: eyes, lookahead: 1)
    }

    private func isKept() throws -> Bool {
        try scene.store.caches.look(at: Digest.of([0]), version: Looker.version) != nil
    }

    private let answer = #"echo "$good""#

    @Test(arguments: [
        ("kill -SEGV $$", "the decoder crashed", false), ("kill -ABRT $$", "the decoder crashed", false),
        ("exit 9", "the decoder crashed", false), ("echo nonsense", "the decoder crashed", false),
        ("kill -KILL $$", "the decoder crashed", false),
        ("exit 3", "the decoder needed more than 416 MB of memory", true),
        (
            "kill -PROF $$",
            "the decoder was still at work when the processor time for a file of its size was up", false
        ),
        ("kill -ALRM $$", "was not decoded within 30 seconds", false),
    ]) func anEndIsAFindingAndIsKeptIfItWillComeAgain(_ deed: String, _ message: String, _ isLasting: Bool)
        async throws
    {
        let outcome = try await check(
            eyes("[ $(echo \"$line\" | grep -c 6e340b9) = 1 ] && \(deed); \(answer)"), 2)
        let finding = try #require(outcome.report.findings.first { $0.row == "0" })
        #expect(finding.rule == "image-unreadable" && finding.message == message)
        // The row beside it was seen; it is small, which is another finding.
        #expect(outcome.told.filter { $0.hasPrefix("1") } == ["1 image-too-small"])
        #expect(try isKept() == isLasting)
    }

    @Test func oneCrashIsNotBelieved() async throws {
        let outcome = try await check(eyes("[ $count = 1 ] && kill -SEGV $$; \(answer)"))
        #expect(outcome.told == ["0 image-too-small"])
        #expect(try isKept())
    }

    @Test func timeIsNotGivenTwice() async throws {
        let outcome = try await check(eyes("[ $count = 1 ] && kill -PROF $$; \(answer)"))
        #expect(outcome.told == ["0 image-unreadable"])
    }

    @Test func whatTheProgramCannotDoEndsTheRun() async throws {
        await #expect(throws: StoreError.self) {
            try await check(eyes(#"echo '{"failure":"could not open it"}'"#))
        }
        await #expect(throws: ProcessStartError.self) {
            try await check(.processes("/bin/false", [], size: 1))
        }
    }
}
