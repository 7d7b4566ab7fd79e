import Dataset
import Foundation
import Store
import TestKit
import Testing
import Workers

@testable import Imaging

/// Worker processes that fail; shell scripts replace the program.
@Suite struct DecoderPoolTests {
    private let scene: ImagingScene
    private let good = ImageFacts(format: .png, width: 7, height: 9)

    init() throws { scene = try ImagingScene() }

    /// Answers as `deed` does; `$count` counts the requests over all processes.
    private func decoders(_ deed: String) throws -> DecoderPool {
        let counter = scene.directory.path("count-\(UUID().uuidString)")
        let facts = InspectionResult.facts(good, .anything).json.text()
        let script = """
            good='\(facts)'
            echo \(InspectWorker.greeting)
            while read -r line; do
            echo x >> \(counter)
            count=$(wc -l < \(counter))
            \(deed)
            done
            """
        return .processes("/bin/sh", ["-c", "PATH=/usr/bin:/bin\n" + script], size: 1)
    }

    /// Inspects files of one byte each, one after the other.
    private func results(_ decoders: DecoderPool, _ files: Int = 1) async throws -> [InspectionResult] {
        defer { decoders.close() }
        let cache = try scene.cache(decoders)
        var results: [InspectionResult] = []
        for file in 0..<files {
            results.append(try await cache.inspect(try scene.keep([UInt8(file)]), of: .any).result)
        }
        return results
    }

    private func isCached() throws -> Bool { try scene.isCached(scene.keep([0])) }

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
    ]) func anEndIsAFaultAndIsCachedIfItWillComeAgain(_ deed: String, _ message: String, _ isLasting: Bool)
        async throws
    {
        let found = try await results(
            decoders("[ $(echo \"$line\" | grep -c 6e340b9) = 1 ] && \(deed); \(answer)"), 2)
        // The file after it is inspected.
        #expect(found == [.fault(.unreadable(message)), .facts(good, .anything)])
        #expect(try isCached() == isLasting)
    }

    @Test func oneCrashIsRetried() async throws {
        let found = try await results(decoders("[ $count = 1 ] && kill -SEGV $$; \(answer)"))
        #expect(found == [.facts(good, .anything)])
        #expect(try isCached())
    }

    @Test func timeIsNotGivenTwice() async throws {
        let found = try await results(decoders("[ $count = 1 ] && kill -PROF $$; \(answer)"))
        #expect(found == [.tooMuchTime])
    }

    @Test func whatTheProgramCannotDoEndsTheRun() async throws {
        await #expect(throws: StoreError.self) {
            try await results(decoders(#"echo '{"failure":"could not open it"}'"#))
        }
        await #expect(throws: ProcessStartError.self) {
            try await results(.processes("/bin/false", [], size: 1))
        }
    }
}
