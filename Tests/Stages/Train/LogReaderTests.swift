import Dataset
import Synchronization
import TestKit
import Testing

@testable import Train

@Suite("LogReader: what a log costs that is read again and again")
struct LogReaderTests {
    @Test("a server that knows tags is told the last one, and an unchanged log is not sent")
    func tags() async throws {
        let scene = try TrainScene { request in
            request.header("If-None-Match") == "\"1\""
                ? .answer(status: 304) : .answer(headers: [("ETag", "\"1\"")], body: Array(#"["one"]"#.utf8))
        }
        var log = LogReader(of: "j1", scene.client)
        #expect(try await log.read() == .whole(["one"]))
        #expect(try await log.read() == .same)
        #expect(log.cost == 0 && scene.others.count == 2)
    }

    @Test("a text in parts is gone on with, also in the middle of a line; one that began anew is read whole")
    func parts() async throws {
        let text = Mutex("one\ntw")
        let scene = try TrainScene { request in
            let bytes = Array(text.withLock { $0 }.utf8)
            let headers = [("Accept-Ranges", "bytes")]
            guard let range = request.header("Range"), let from = Int(range.dropFirst(6).dropLast()) else {
                return .answer(headers: headers, body: bytes)
            }
            guard from < bytes.count else {
                return .answer(status: 416, headers: headers + [("Content-Range", "bytes */\(bytes.count)")])
            }
            let place = ("Content-Range", "bytes \(from)-\(bytes.count - 1)/\(bytes.count)")
            return .answer(status: 206, headers: headers + [place], body: Array(bytes[from...]))
        }
        var (log, tail) = (LogReader(of: "j1", scene.client), LogTail())
        func read() async throws -> [String] {
            let lines: [LogTail.Line] =
                switch try await log.read() {
                case .same: []
                case .whole(let all): tail.read(all)
                case .rest(let rest, let count): tail.append(rest, replacing: count)
                }
            return lines.map { ($0.replacesLast ? "~" : "") + $0.text }
        }
        #expect(try await read() == ["one", "tw"])
        #expect(try await read() == [])
        text.withLock { $0 += "o\nthree\n" }
        #expect(try await read() == ["~two", "three"])
        #expect(log.cost == 8)
        text.withLock { $0 += "three\n" }
        #expect(try await read() == ["three"])
        #expect(try await read() == [])
        text.withLock { $0 = "anew\n" }
        #expect(try await read() == ["anew"])
    }

    @Test("without either, the same bytes are not taken apart again")
    func bytes() async throws {
        let scene = try TrainScene(
            .answer(body: #"["one"]"#), .answer(body: #"["one"]"#), .answer(body: "[]"))
        var log = LogReader(of: "j1", scene.client)
        #expect(try await log.read() == .whole(["one"]))
        #expect(try await log.read() == .same)
        #expect(try await log.read() == .whole([]))
        #expect(scene.others.allSatisfy { $0.header("Range") == nil && $0.header("If-None-Match") == nil })
    }

    @Test("pauses grow while nothing is new, and with what a whole log costs")
    func pace() {
        var pace = LogPolling()
        let quiet = (0..<5).map { _ in pace.pause(isNew: false, cost: 100) }
        #expect(quiet == [4, 8, 8, 8, 8].map { .seconds($0) })
        #expect(pace.pause(isNew: true, cost: 100) == .seconds(2))
        #expect(pace.pause(isNew: true, cost: 10 << 20) == .seconds(20))
        #expect(pace.pause(isNew: true, cost: 1 << 40) == .seconds(60))
    }
}
