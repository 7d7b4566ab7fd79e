import Crypto
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Pull

@Suite(.timeLimit(.minutes(2))) struct ResumeTests {
    private static let file = String((0..<200_000).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 26))) })

    /// How a server treats the second request, after it cut the first answer in the middle.
    struct Server: Sendable {
        var tag: String? = "\"v1\""
        var laterTag: String?
        var knowsRanges = true
        var saysNoRanges = false
        var total = ResumeTests.file.utf8.count
        /// What the file became meanwhile.
        var later: String?
        /// Whether it closes once, in between, without a word.
        var closes = false
        /// Whether the rest comes with a wrong byte.
        var spoils = false
    }

    private static func start(_ server: Server) throws -> ScriptedServer {
        let asked = Mutex(0)
        return try ScriptedServer { request in
            let number = asked.withLock { number in
                number += 1
                return number
            }
            if number == 2 && server.closes { return .close }
            let first = number == 1
            var headers = (first ? server.tag : server.laterTag ?? server.tag).map { [("ETag", $0)] } ?? []
            if server.saysNoRanges { headers.append(("Accept-Ranges", "none")) }
            if first { return .cut(headers: headers, body: Array(file.utf8), after: 120_000) }
            let whole = Array((server.later ?? file).utf8)
            let range = request.header("Range").flatMap { $0.wholeMatch(of: /bytes=(\d+)-/) }.flatMap {
                Int($0.1)
            }
            guard server.knowsRanges, let range else { return .answer(headers: headers, body: whole) }
            headers.append(("Content-Range", "bytes \(range)-\(whole.count - 1)/\(server.total)"))
            var rest = Array(whole[range...])
            if server.spoils { rest[0] = 0 }
            return .answer(status: 206, headers: headers, body: rest)
        }
    }

    /// How many requests came, and where each began.
    private func run(_ server: Server, gives expected: String = ResumeTests.file) async throws -> [String?] {
        let scene = try FetchScene()
        let peer = try Self.start(server)
        defer { peer.stop() }
        let said = try await scene.fetch([peer.object("a.png")], storage: peer.storage)
        #expect(said == [expected], "\(said[0].prefix(100))")
        #expect(try scene.leftovers.isEmpty)
        return peer.requests.map { $0.header("Range").map { _ in "range" } }
    }

    @Test func aBrokenTransferGoesOnWhereItBroke() async throws {
        #expect(try await run(Server()) == [nil, "range"])
    }

    @Test func aPartSurvivesAServerThatIsAwayForAMoment() async throws {
        #expect(try await run(Server(closes: true)) == [nil, "range", "range"])
    }

    @Test func aServerWithoutRangesSendsItWhole() async throws {
        #expect(try await run(Server(knowsRanges: false)) == [nil, "range"])
        #expect(try await run(Server(saysNoRanges: true)) == [nil, nil])
        // Without a tag nobody can tell whether the rest would be of the same file.
        #expect(try await run(Server(tag: nil)) == [nil, nil])
    }

    @Test func aFileThatChangedMeanwhileIsNeverPatchedTogether() async throws {
        let later = String(Self.file.reversed())
        let changed = Server(laterTag: "\"v2\"", later: later)
        #expect(try await run(changed, gives: later) == [nil, "range", nil])
    }

    @Test func aLengthOrHashThatIsNotRightIsFetchedWhole() async throws {
        // An answer shorter than the announced whole is asked for the rest first.
        #expect(try await run(Server(total: 300_000)) == [nil, "range", "range", nil])
        let md5 = Insecure.MD5.hash(data: Data(Self.file.utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(try await run(Server(tag: "\"\(md5)\"", spoils: true)) == [nil, "range", nil])
        // The control: the same tag over right bytes; and a tag of another form, which says nothing of the bytes.
        #expect(try await run(Server(tag: "\"\(md5)\"")) == [nil, "range"])
    }
}
