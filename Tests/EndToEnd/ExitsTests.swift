import Dataset
import Foundation
import TestKit
import Testing

/// The shapes of an export, each opened by the library that it is for.
@Suite("Exits of an export") struct ExitsTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    /// Names and captions that are hard to carry: dots, quotes, words that `datasets` takes for splits.
    private static let rows = [
        ("paper-cut-sloop.png", "my test 1.png", "h4rbour, a \"quoted\" \\ back/slash boat of cut paper"),
        ("poster-moon.png", "a.b \"q\" é.png", "h4rbour, a poster\nin two lines\tand a tab of the moon"),
        ("morning-fog.png", "日本 😀.png", "h4rbour 日本の港 😀 e\u{301} \u{2028} in the morning's fog"),
        ("long-quay.jpg", "val-2.x.jpg", "h4rbour, a long quay\r\nin the way of another system"),
        ("grey-storm.jpg", "train.jpg", "{\"h4rbour\": [\"a grey storm\"]}, # = 'toml' <b>&amp;</b>"),
    ]

    init() throws {
        place = try TemporaryDirectory("exits")
        for (sample, name, caption) in Self.rows {
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: "\(Program.root)/samples/harbour/\(sample)"))
            try place.write(Array(bytes), "source/\(name)")
            try place.write(caption, "source/\(name.dropLast(4)).txt")
        }
        pipeline = try place.write(
            """
            pull: { source: folder, path: \(place.path("source")), trigger: h4rbour }
            prepare: { resolution: 512 }
            train: { output_name: exits }
            """, "p.yaml")
    }

    private func export(_ shape: String, _ more: [String] = []) async throws -> String {
        let out = place.path("out-\(shape)")
        let outcome = try await Program.run(
            ["export", pipeline, "--out", out, "--as", shape, "--state", place.path("state")] + more)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return out
    }

    /// What the payload, too, holds of each picture.
    private static func common(_ pictures: JSONValue?) -> [[String?]] {
        (pictures?.array ?? []).map { picture in
            ["filename", "caption", "sha256", "pixels"].map { picture[$0]?.string }
        }
    }

    private func verify(_ out: String) async throws -> Program.Outcome {
        try await Program.run(["verify", out])
    }

    @Test(
        "each opens in its own library with the payload's pictures and captions", .needs(.python),
        arguments: [
            ("folder", "png"), ("jsonl", "png"), ("imagefolder", "png"), ("webdataset", "png"),
            ("croissant", "png"), ("folder", "jpeg"), ("webdataset", "jpeg"), ("croissant", "webp"),
            ("folder", "bucket"), ("jsonl", "bucket"), ("croissant", "bucket"),
        ])
    func opens(_ shape: String, _ kind: String) async throws {
        let options = ["--set", kind == "bucket" ? "prepare.fit=bucket" : "prepare.format=\(kind)"]
        let payload = try await export("payload", options)
        let out = try await export(shape, options)
        let verified = try await verify(out)
        #expect(verified.status == 0, "\(verified.errors)")
        // The pictures are opened wherever they are, also inside a shard.
        let proof = "5 picture(s) of " + (kind == "bucket" ? "" : "exactly 512×512")
        #expect(verified.output.contains(proof), "\(verified.output)")
        try await PythonPeer.run(
            "Tests/EndToEnd/open_exit.py", [shape, out, payload + "/payload.json", place.path("scratch")]
        ) { answer in
            let pictures = Self.common(answer["pictures"])
            #expect(pictures == Self.common(answer["payload"]))
            let captions = Self.rows.map { $0.2.replacing("\r\n", with: "\n") }
            #expect(Set(pictures.map { $0[1] }) == Set(captions))
            let rows = (answer["pictures"]?.array ?? []).compactMap { $0["row"]?.string }
            #expect(Set(rows) == (["folder", "jsonl"].contains(shape) ? [] : Set(Self.rows.map(\.1))))
            // What Croissant recommends and is not known of a dataset: licence, date, version, how to cite it.
            let warnings = (answer["warnings"]?.array ?? []).compactMap(\.string)
            let isExpected = warnings.first?.contains("4 warning(s)") == true && warnings.count == 1
            #expect(shape == "croissant" ? isExpected : warnings.isEmpty, "\(warnings)")
        }
    }

    @Test(
        "a flipped bit is found, with its place",
        arguments: [
            ("folder", "dataset.toml"), ("jsonl", "images.jsonl"), ("imagefolder", "train/metadata.jsonl"),
            ("webdataset", "shards/shard-000000.tar"), ("croissant", "croissant.json"),
        ])
    func flippedBit(_ shape: String, _ file: String) async throws {
        let out = try await export(shape)
        var bytes = try place.bytes("out-\(shape)/\(file)")
        bytes[bytes.count / 2] ^= 1
        try place.write(bytes, "out-\(shape)/\(file)")
        let broken = try await verify(out)
        #expect(broken.status == 5 && (broken.output + broken.errors).contains(file), "\(broken.errors)")
        // The control.
        bytes[bytes.count / 2] ^= 1
        try place.write(bytes, "out-\(shape)/\(file)")
        #expect(try await verify(out).status == 0)
    }
}
