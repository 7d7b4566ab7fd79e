import Dataset
import Pack
import Testing

@Suite struct ExitTextsTests {
    /// What a comparison of two exports shows of a caption that changed.
    @Test(arguments: Pack.ExportFormat.allCases) func captionsAreReadBackFromEachShape(
        _ format: Pack.ExportFormat
    ) throws {
        let scene = try PackScene()
        let manifest = try scene.pack(scene.oddItems(), as: format)
        let wanted = Set(manifest.images.map(\.caption))
        let texts = try CaptionTexts.read(wanted, in: scene.out, of: manifest)
        #expect(Set(texts.keys) == wanted && texts.allSatisfy { Digest.of($0.value) == $0.key })
        #expect(texts.values.contains("é 😀 e\u{301}\u{2028}") || texts.values.contains("é 😀 e\u{301}"))
        // The control: only what is asked for.
        #expect(try CaptionTexts.read([Digest.of("plain")], in: scene.out, of: manifest).count == 1)
    }
}
