import Dataset
import Foundation
import Testing

@testable import Check

/// Reading both kinds of file, and refusing what would give wrong counts.
@Suite struct TokenizerTests {
    private let good = TinyVocabulary(merges: [("a", "b"), (" ", "ab")])

    private func error(_ path: String) -> TokenizerError? {
        do throws(TokenizerError) {
            _ = try Tokenizer(contentsOf: path)
            return nil
        } catch {
            return error
        }
    }

    private func error(ranks lines: [String]) throws -> TokenizerError? {
        error(try TinyVocabulary.file(lines.joined(separator: "\n").utf8))
    }

    private func error(json text: String) throws -> TokenizerError? {
        error(try TinyVocabulary.file(text.utf8))
    }

    @Test func bothKindsAndBothSpellingsGiveTheSame() throws {
        var pairs = good
        pairs.isInPairs = true
        let odd = good.rankLines().joined(separator: "\r\n") + "\r\n\r\n"
        for tokenizer in [
            try good.byRanks(), try good.byMerges(), try pairs.byMerges(),
            try Tokenizer(contentsOf: TinyVocabulary.file(odd.utf8)),
            try Tokenizer(contentsOf: TinyVocabulary.file(("\u{FEFF} \n" + good.json().text()).utf8)),
        ] {
            #expect(tokenizer.merges.count == 2)
            #expect(TokenCounter(tokenizer).count("ab ab abba", limit: 9).count == 5)
        }
    }

    @Test func whatIsNoFile() throws {
        #expect(error("/nowhere/tokenizer.json")?.message.contains("no tokenizer at /nowhere") == true)
        #expect(error("/tmp")?.message == "/tmp is a folder")
        #expect(error("/dev/zero")?.message == "/dev/zero is no plain file")
        let large = try TinyVocabulary.file([])
        #expect(truncate(large, off_t(TokenizerFile.limit) + 1) == 0)
        #expect(error(large)?.message.contains("more than any tokenizer") == true)
        #expect(error(large)?.hint.contains("weights") == true)
    }

    @Test(arguments: [
        "not base64!", "YQ==", "YQ== x", "YQ==  7", "YQ== -7", "YR== 300", "YQ 300", "=YQ= 300",
        "YQ== 99999999999",
        "YQ== 300 1", "== 300", " 300",
    ])
    func aDamagedLineIsNamed(_ line: String) throws {
        var lines = good.rankLines()
        lines.insert(line, at: 41)
        let found = try #require(try error(ranks: lines))
        #expect(found.message.contains("line 42 is not a token"), "\(found)")
    }

    @Test func whatARankFileLacks() throws {
        let lines = good.rankLines()
        #expect(
            try error(ranks: lines + ["YWI= 900"])?.message.contains("line 259 has a token or a rank") == true
        )
        #expect(
            try error(ranks: lines + ["YWJj 3"])?.message.contains("line 259 has a token or a rank") == true)
        #expect(try error(ranks: Array(lines.dropFirst()))?.message.contains("256 bytes") == true)
        #expect(try error(ranks: [])?.message.contains("256 bytes") == true)
        let long = Data(repeating: 97, count: TokenBytes.longest + 1).base64EncodedString()
        #expect(try error(ranks: lines + ["\(long) 900"])?.message.contains("too long") == true)
        #expect(try error(ranks: lines.map { $0 }) == nil)
    }

    @Test(
        arguments: [
            (["model", "type"], "WordPiece", "its model is WordPiece"),
            (["normalizer", "type"], "NFKC", "not NFC"),
            (["normalizer"], nil, "not NFC"), (["pre_tokenizer"], .null, "not a Split"),
            (["pre_tokenizer", "pretokenizers"], .array([.record(["type": "ByteLevel"])]), "not a Split"),
            (["model", "ignore_merges"], true, "ignore_merges"),
            (["model", "dropout"], .double(0.1), "dropout"),
            (["model", "end_of_word_suffix"], "</w>", "end_of_word_suffix"),
            (["model", "byte_fallback"], true, "byte_"),
            (["model", "merges"], nil, "no merges"), (["model", "vocab"], .null, "no vocab"),
            (["model"], nil, "absent"),
            (["model", "merges"], .array(["a b", "a q r"]), "merge 2, \"a q r\""),
            (["model", "merges"], .array(["a c"]), "merge 1, \"a c\""),
            (["model", "merges"], .array([7]), "merge 1"),
            (["model", "vocab", "▁the"], 300, "\"▁the\" is not spelled"),
            (["model", "vocab", "a"], nil, "256 bytes"),
            (["model", "vocab", ""], 300, "is empty"),
        ] as [([String], JSONValue?, String)])
    func aForeignOrDamagedDocumentIsRefused(_ path: [String], _ value: JSONValue?, _ reason: String) throws {
        var changed = good
        changed.changes = [(path, value)]
        let found = try #require(try error(json: changed.json().text()))
        #expect(found.message.contains(reason), "\(found)")
    }

    @Test func anotherPatternIsRefused() throws {
        // The two that stand nearest: numbers by threes, as in other models of this pattern's family.
        let text = good.json().text()
        #expect(try error(json: text) == nil)
        let other = text.replacingOccurrences(of: #"|\\p{N}|"#, with: #"|\\p{N}{1,3}|"#)
        #expect(try error(json: other)?.message.contains("splits by another pattern") == true)
        let behaviour = text.replacingOccurrences(of: "Isolated", with: "Removed")
        #expect(try error(json: behaviour)?.message.contains("splits in another way") == true)
        #expect(try error(json: String(text.dropLast()))?.message.contains("at byte") == true)
    }

    @Test func anAddedTokenThatTakesItsSurroundingsIsRefused() throws {
        for key in ["single_word", "lstrip", "rstrip"] {
            var odd = good
            odd.added = [("<x>", [.init(key, true)])]
            #expect(try error(json: odd.json().text())?.message.contains("\"<x>\" sets \(key)") == true)
        }
    }
}
