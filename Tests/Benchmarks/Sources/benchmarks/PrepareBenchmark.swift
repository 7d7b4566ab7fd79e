import Foundation

/// Pictures a second from a folder of photographs to 1024x1024 JPEGs and PNGs, by `lorapipe export` and by scripts for
/// other libraries; and what is left when nothing is done but decoding, or decoding and encoding.
struct PrepareBenchmark {
    private let data: BenchmarkData
    private let program: String
    private let photographs: String

    init(_ data: BenchmarkData, program: String) {
        self.data = data
        self.program = program
        photographs = data.kept("made/photographs")
    }

    func run(_ repeats: Int) throws {
        for format in ["jpeg", "png"] {
            print(Contest.head("prepare", "pictures", tellsSize: true))
            try run(format, repeats)
        }
    }

    /// What a contestant is held to be in the second table.
    private enum Role { case ours, peer, floor, other }

    private func run(_ format: String, _ repeats: Int) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: photographs).filter {
            $0.hasSuffix("jpg")
        }
        let count = files.count
        let export = try ExportUnderTest(data, program: program, folder: photographs, format: format)
        func peer(_ name: String, _ how: String) -> Contest.Contestant {
            .init(name: name) { try byScript(how, format, count: count) }
        }
        let all: [(Role, Contest.Contestant)] = [
            (
                .ours,
                .init(name: "lorapipe export, nothing kept yet") {
                    try data.remove("state")
                    return try export.measure(making: count)
                }
            ),
            (
                .ours,
                .init(name: "the same as a folder of pictures") {
                    try data.remove("state")
                    return try export.measure(making: count, asFolder: true)
                }
            ),
            (
                .ours,
                .init(name: "lorapipe export after lorapipe check") {
                    try data.remove("state")
                    try export.check()
                    return try export.measure(making: count)
                }
            ),
            (.other, .init(name: "lorapipe export again") { try export.measure(making: 0) }),
            (.floor, peer("pyvips, decoding alone", "vips-decode")),
            (.floor, peer("pyvips, decoding and encoding alone", "vips-floor")),
            (.floor, peer("pyvips, decoding and encoding alone, the system's libvips", "vips-floor-system")),
            (.floor, peer("OpenCV, decoding and encoding alone", "opencv-floor")),
            (.peer, peer("pyvips, loader and resize", "vips-resize")),
            (.peer, peer("pyvips, the same, decoding all rows", "vips-resize-whole")),
            (.peer, peer("pyvips, loader and resize, the system's libvips", "vips-resize-system")),
            (.peer, peer("pyvips, thumbnail", "vips-thumbnail")),
            (.peer, peer("Pillow, LANCZOS", "pillow")),
            (.other, peer("Pillow, draft and reducing_gap (the decoder shrinks)", "pillow-draft")),
            (.peer, peer("img2dataset, center_crop", "img2dataset")),
            (.peer, peer("OpenCV, INTER_AREA", "opencv")),
        ]
        let outcome = try Contest(
            work: "\(count) photographs to \(format)", count: count, contestants: all.map(\.1),
            tellsSize: true
        ).run(repeats)
        print()
        // How many times as many pictures a second, the median of the rounds.
        let ours = all.indices.filter { all[$0].0 == .ours }
        print(
            "| to \(format), lorapipe's pictures a second ÷ | "
                + ours.map { all[$0].1.name }.joined(separator: " | ") + " |")
        print(String(repeating: "|---", count: ours.count + 1) + "|")
        for other in all.indices where [.peer, .floor].contains(all[other].0) {
            let ratios = ours.map { outcome.ratio(other, to: $0).text(2) }
            print("| " + ([all[other].1.name] + ratios).joined(separator: " | ") + " |")
        }
        print()
        fflush(nil)
    }

    /// What all others do, each by the same script; the run fails unless it left the files that it was to make.
    private func byScript(_ how: String, _ format: String, count: Int) throws -> Measure {
        let ending = format == "jpeg" ? "jpg" : format
        try data.remove("prepared")
        let out = try data.folder("prepared")
        // What the one before left to be written would be written in this one's time.
        sync()
        var measure = try Measure(
            [
                data.kept("python/bin/python"), "Tests/Benchmarks/peers/prepare/prepare_pictures.py", how,
                photographs, out, ending,
            ], output: data.path("output"), errors: data.path("errors"))
        if how != "vips-decode" {
            measure.written = try PictureFiles.size(in: out, ending: ending, count: count)
        }
        return measure
    }
}
