import Foundation

/// `lorapipe export` of one folder; each run fails unless it made, and took from the store, what the table says.
struct ExportUnderTest {
    private struct Answer: Decodable {
        let images: Int
        let reused: Int
    }

    private struct Lock: Decodable {
        struct Image: Decodable {
            struct Prepared: Decodable {
                let bytes, width, height: Int
            }
            let prepared: Prepared
        }
        let images: [Image]
    }

    private let data: BenchmarkData
    private let program: String
    private let pipeline: String
    private let side: Int
    private let count: Int
    /// Put before the command, as in `taskset -c 0,1`.
    var before: [String] = []

    init(_ data: BenchmarkData, program: String, folder: String, format: String, side: Int = 1024) throws {
        self.data = data
        self.program = program
        self.side = side
        count = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }
            .count
        pipeline = try data.write(
            """
            version: 1
            pull: { source: folder, path: "\(folder)", trigger: b3nch }
            prepare: { resolution: \(side), format: \(format) }

            """, "prepare.yaml")
    }

    /// Where the last one was written to.
    var directory: String { data.path("exported") }

    /// Judges all pictures, so that what was seen in them is kept.
    func check() throws {
        _ = try Measure(
            [program, "check", pipeline, "--state", data.path("state")], errors: data.path("errors"))
    }

    /// - Parameter making: how many pictures are made; the others come from the store.
    func measure(making: Int, asFolder: Bool = false) throws -> Measure {
        try data.remove("exported")
        sync()
        var measure = try Measure(
            before + [
                program, "export", pipeline, "--out", directory, "--as", asFolder ? "folder" : "payload",
                "--json",
                "--state", data.path("state"),
            ], output: data.path("answer.json"), errors: data.path("errors"))
        let answer = try read(Answer.self, data.path("answer.json"))
        guard answer.images == count, answer.images - answer.reused == making else {
            throw Trouble("not \(making) of \(count) pictures were made: \(answer)")
        }
        let images = try read(Lock.self, directory + "/manifest.lock.json").images.map(\.prepared)
        guard images.count == count, images.allSatisfy({ $0.width == side && $0.height == side }) else {
            throw Trouble("the lock does not name \(count) pictures of \(side)x\(side)")
        }
        measure.written = images.reduce(0) { $0 + $1.bytes }
        return measure
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
