import Dataset
import Testing

@Suite struct ManifestTests {
    private static let manifest: Manifest = {
        func image(_ number: Int) -> ManifestImage {
            ManifestImage(
                row: "row \(number) é", source: "https://h.example/\(number)/ä.jpg",
                sourceImage: SourceImage(digest: Digest.of("source \(number)"), bytes: 1000),
                format: .jpeg, sourceSize: PixelSize(width: 4000, height: 3001),
                crop: PixelBox(left: 499, top: 0, width: 3001, height: 3001), scale: 1024.0 / 3001,
                filename: "a-\(number).png",
                prepared: PreparedImage(
                    digest: Digest.of("prepared \(number)"), bytes: 2000,
                    size: PixelSize(width: 1024, height: 1024), format: .png, reused: true),
                caption: Digest.of("caption"))
        }
        return Manifest(
            payload: .init(digest: Digest.of("payload"), bytes: 12_345, images: 2),
            training: .record(["output_name": "x", "learning_rate": .double(0.00005)]), recipe: Recipe().json,
            tools: .record(["libvips": "8.14.1", "simd": true]),
            dataset: DatasetInfo(id: "1", name: "Hafen \"é\" 😀", trigger: nil), images: [image(1), image(2)])
    }()

    @Test func theTextComesBack() throws {
        let text = Self.manifest.text
        let read = try Manifest(text: text)
        #expect(read.text == text && text.hasSuffix("\n}\n"))
        #expect(read.images.map(\.row) == ["row 1 é", "row 2 é"])
        #expect(read.images[0].crop == Self.manifest.images[0].crop && read.images[0].scale == 0.341220)
        #expect(read.dataset == Self.manifest.dataset && read.payload == Self.manifest.payload)
        var triggered = Self.manifest
        triggered.dataset.trigger = "h4rbour"
        #expect(try Manifest(text: triggered.text).dataset.trigger == "h4rbour")
    }

    @Test(arguments: [0x01, 0x04, 0x20] as [UInt8]) func aChangedByteIsRefused(_ mask: UInt8) throws {
        let bytes = Array(Self.manifest.text.utf8)
        var tried = 0
        for position in stride(from: Int(mask % 7), to: bytes.count, by: 7) {
            var changed = bytes
            changed[position] ^= mask
            // What is not UTF-8 any more never gets as far as a String.
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            tried += 1
            #expect(throws: ManifestError.self, "byte \(position)") { try Manifest(text: text) }
        }
        #expect(tried > 300)
        // The control: as it was written, it is read.
        #expect(try Manifest(text: Self.manifest.text).images.count == 2)
    }

    @Test(
        arguments: [
            { $0 + "\n" }, { "\u{FEFF}" + $0 }, { String($0.dropLast()) }, { "" + $0.prefix(300) },
            { _ in "" },
            { _ in "[]" }, { _ in "{}" }, { $0.replacing("é", with: "e\u{301}") },
            { $0.replacing("  ", with: " ") },
            { $0.replacing("12345", with: "12345.0") },
            { text in
                var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                lines.swapAt(3, 4)
                return lines.joined(separator: "\n")
            },
        ] as [@Sendable (String) -> String]) func otherChangesAreRefused(
            _ change: @Sendable (String) -> String
        )
    {
        let text = change(Self.manifest.text)
        let error = #expect(throws: ManifestError.self) { try Manifest(text: text) }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error)) does not say damaged")
            return
        }
    }

    @Test func anotherVersionIsNamed() {
        let text = Self.manifest.text.replacing("lorapipe.lock/1", with: "lorapipe.lock/2")
        let error = #expect(throws: ManifestError.self) { try Manifest(text: text) }
        #expect(error == .otherVersion("lorapipe.lock/2"))
        #expect(error?.description.contains("this version reads lorapipe.lock/1") == true)
    }
}
