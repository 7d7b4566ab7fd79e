import Foundation

/// How far prepared pictures are from a reference in floating point, by lorapipe and by other libraries.
struct QualityBenchmark {
    private let data: BenchmarkData
    private let program: String

    init(_ data: BenchmarkData, program: String) {
        self.data = data
        self.program = program
    }

    func run() throws {
        for kind in ["png", "jpeg"] {
            note("preparing the pictures whose quality is measured: \(kind)")
            let folder = data.kept("made/quality/\(kind)")
            let export = try ExportUnderTest(data, program: program, folder: folder, format: "png")
            try data.remove("state")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            _ = try export.measure(making: files.filter { $0.hasSuffix(".txt") }.count, asFolder: true)
            try FileManager.default.moveItem(
                atPath: export.directory, toPath: try data.folder("quality") + "/" + kind)
        }
        try data.remove("state")
        note("measuring the quality")
        _ = try Measure(
            [
                data.kept("python/bin/python"), "Tests/Benchmarks/peers/prepare/quality.py",
                data.kept("made/quality"), data.path("quality"),
            ], output: data.path("quality.md"), errors: data.path("errors"))
        print("| quality | by | PSNR, dB: mean · median · worst | SSIM: mean · median · worst |")
        print("|---|---|---|---|")
        print(try String(contentsOfFile: data.path("quality.md"), encoding: .utf8))
        fflush(nil)
    }
}
