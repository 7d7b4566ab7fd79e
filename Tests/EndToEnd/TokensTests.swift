import Dataset
import Foundation
import TestKit
import Testing

/// Captions against the limit of tokens, counted and estimated.
@Suite("Long captions") struct TokensTests {
    /// Qwen's rank file, as one of the tests' peers brings it.
    private static func rankFile() throws -> String {
        let home = "\(Program.root)/.build-python/lib"
        let python = try FileManager.default.contentsOfDirectory(atPath: home).first {
            $0.hasPrefix("python3")
        }
        return "\(home)/\(try #require(python))/site-packages/dashscope/resources/qwen.tiktoken"
    }

    /// What was said of a caption, by rule, and how many captions the outlook says are cut.
    private func check(_ caption: String, _ more: String...) async throws -> [String: String] {
        let place = try TemporaryDirectory("tokens")
        let bytes = try Data(
            contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/dawn-fleet.jpg"))
        try place.write(bytes, "pictures/dawn-fleet.jpg")
        try place.write(caption, "pictures/dawn-fleet.txt")
        let pipeline = try place.write("pull: { source: folder, path: pictures, trigger: h4rbour }", "p.yaml")
        let run = try await Program.run(["check", pipeline, "--json", "--state", place.path("state")] + more)
        var messages: [String: String] = [:]
        for finding in try run.json()["findings"]?.array ?? [] {
            if let rule = finding["rule"]?.string { messages[rule] = finding["message"]?.string }
        }
        messages["cut"] = try run.json()["outlook"]?["captions_cut"]?.int.map(String.init)
        return messages
    }

    @Test("by a tokenizer the end that is lost is shown; one word fewer and nothing is", .needs(.python))
    func exact() async throws {
        let tokenizer = "check.tokenizer=\(try Self.rankFile())"
        // "h4rbour" has four tokens and each " boat" one.
        let kept = "h4rbour" + String(repeating: " boat", count: 1020)
        let long = try await check(kept + " ship", "--set", tokenizer)
        let cut = try #require(long["caption-cut"])
        #expect(cut == "has 1025 tokens; 1024 are kept, cut away: \"ship\"")
        #expect(long["caption-too-long"] == nil && long["cut"] == "1")
        // None of its own words is lost, and yet it is not encoded as meant.
        let open = try await check(kept, "--set", tokenizer)
        #expect(open["caption-cut"]?.contains("has 1024 tokens; behind 1019 the end of") == true)
        #expect(open["caption-too-long"] == nil && open["cut"] == "0")
        let whole = try await check("h4rbour" + String(repeating: " boat", count: 1015), "--set", tokenizer)
        #expect(
            whole["caption-cut"] == nil && whole["caption-too-long"] == "has 1019 tokens"
                && whole["cut"] == "0")
    }

    @Test("without one an upper estimate says that it is one, and only what is certain is an error")
    func estimated() async throws {
        let doubtful = try await check("h4rbour" + String(repeating: " xylograph", count: 300))
        #expect(doubtful["caption-cut"] == nil && doubtful["cut"] == "0")
        #expect(doubtful["caption-too-long"]?.contains("upper estimate") == true)
        #expect(doubtful["caption-too-long"]?.contains("may cut") == true)
        let certain = try await check("h4rbour" + String(repeating: " boat", count: 1100))
        #expect(certain["caption-cut"]?.hasPrefix("has at least 11") == true && certain["cut"] == "1")
    }
}
