import Dataset
import Testing

@Suite struct ManifestReaderTests {
    static func manifest(images: Int, export: ManifestExport? = nil) -> Manifest {
        func image(_ number: Int) -> ManifestImage {
            ManifestImage(
                row: "row \(number) {\n    },\n", source: "ä/\(number).jpg",
                sourceImage: SourceImage(digest: Digest.of("source \(number)"), bytes: 1000), format: .jpeg,
                sourceSize: PixelSize(width: 4000, height: 3001),
                crop: PixelBox(left: 499, top: 0, width: 3001, height: 3001), scale: 0.341220,
                filename: "a-\(number).png",
                prepared: PreparedImage(
                    digest: Digest.of("prepared \(number)"), bytes: 2000,
                    size: PixelSize(width: 1024, height: 1024), format: .png, reused: true),
                caption: Digest.of("caption"))
        }
        return Manifest(
            payload: .init(digest: Digest.of("payload"), bytes: 12_345, images: images), export: export,
            training: .record(["output_name": "x"]), recipe: Recipe().json,
            tools: .record(["libvips": "8.14.1", "list": .array([])]),
            dataset: DatasetInfo(id: "1", name: "  \"images\": [\n", trigger: nil),
            images: (0..<images).map(image))
    }

    static func read(_ text: String) throws(ManifestError) -> (head: ManifestHead?, images: [ManifestImage]) {
        var reader = ManifestReader()
        var head: ManifestHead?
        var images: [ManifestImage] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            switch try reader.take(String(line)) {
            case .head(let found): head = found
            case .image(let image): images.append(image)
            case nil: break
            }
        }
        try reader.finish()
        return (head, images)
    }

    @Test(arguments: [0, 1, 2, 5]) func lineByLineIsAsWhole(_ count: Int) throws {
        let files = [ExportFile(path: "a/b.tar", digest: Digest.of("x"), bytes: 7)]
        for export in [nil, ManifestExport(format: "folder", files: []), .init(format: "x", files: files)] {
            let manifest = Self.manifest(images: count, export: export)
            let read = try Self.read(manifest.text)
            #expect(read.head == manifest.head && read.images == manifest.images)
            #expect(try Manifest(text: manifest.text) == manifest)
        }
    }

    @Test func whatTheWholeRefusesIsRefused() throws {
        let bytes = Array(Self.manifest(images: 2).text.utf8)
        var tried = 0
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x01
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            tried += 1
            #expect(throws: ManifestError.self, "byte \(position)") { try Self.read(text) }
        }
        #expect(tried > 1000)
        for end in stride(from: 0, to: bytes.count, by: 13) {
            let text = String(decoding: bytes[..<end], as: UTF8.self) + "\n"
            #expect(throws: ManifestError.self, "cut at \(end)") { try Self.read(text) }
        }
    }

    @Test(arguments: [
        ("    },\n    {", "    }\n    {"), ("    }\n  ],", "    },\n  ],"), ("\n}\n", "\n}\n\n"),
        ("  \"seal\"", " \"seal\""),
        ("  ],\n", "  ],\n  ],\n"), ("lock/1", "lock/2"),
    ]) func aChangeOfForm(_ old: String, _ new: String) throws {
        let text = Self.manifest(images: 2).text
        #expect(throws: ManifestError.self) { try Self.read(text.replacing(old, with: new)) }
        // The control: as it was, it is read.
        #expect(try Self.read(text).images.count == 2 && text.contains(old))
    }
}
