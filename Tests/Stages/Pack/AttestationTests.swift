import Dataset
import Pack
import Store
import TestKit
import Testing

@Suite struct AttestationTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    private func text(_ manifest: Manifest) -> String {
        Attestation.text(of: manifest.head, lock: Digest.of(manifest.text))
    }

    private func attest(_ manifest: Manifest) throws {
        try scene.directory.write(text(manifest), "out/" + Attestation.name)
    }

    /// Packs one picture, with a statement or without.
    private func pack(_ content: String, attests: Bool, as format: Pack.ExportFormat = .payload) throws {
        scene.order.options.attests = attests
        try scene.pack([scene.item("1", "a.jpg", Array(content.utf8))], as: format)
    }

    @Test(.needs(.python)) func theFrameworksOwnLibraryReadsIt() async throws {
        try attest(try scene.packTwo())
        let payload = Digest.of(try scene.directory.bytes("out/payload.json"))
        let lock = Digest.of(try scene.directory.bytes("out/manifest.lock.json"))
        try await PythonPeer.run(
            "Tests/Stages/Pack/read_statement.py", [scene.directory.path("out/" + Attestation.name)]
        ) { seen in
            #expect(
                seen["subjects"]
                    == .record([
                        "payload.json": .string(payload.hex), "manifest.lock.json": .string(lock.hex),
                    ]))
            #expect(seen["parameters"] == .array(["dataset", "recipe", "training"]))
            #expect(seen["seed"]?.int == 7 && seen["times"] == false)
            #expect(seen["builder"] == "pkg:generic/lorapipe")
        }
    }

    @Test(
        .needs(.python),
        arguments: [
            ("Statement/v1", "Statement/v2"), ("\"digest\"", "\"digests\""), ("buildType", "buildKind"),
        ]) func theLibraryRefusesWhatIsNone(_ good: String, _ bad: String) async throws
    {
        let text = text(try scene.packTwo())
        #expect(text.contains(good))
        let path = try scene.directory.write(text.replacing(good, with: bad), "bad.json")
        await #expect(throws: PythonPeer.Failure.self) {
            try await PythonPeer.run("Tests/Stages/Pack/read_statement.py", [path]) { _ in }
        }
    }

    @Test func aFolderIsAttestedByItsLock() throws {
        let manifest = try scene.packTwo(as: .folder)
        try attest(manifest)
        let outcome = try scene.verify()
        #expect(outcome.isAttested && outcome.mismatches == [])
        let json = try JSONValue(parsing: text(manifest))
        #expect(json["subject"]?.array?.map { $0["name"] } == ["manifest.lock.json"])
    }

    @Test func theSameExportGivesTheSameBytes() throws {
        let one = text(try scene.packTwo())
        let lock = String(decoding: try scene.directory.bytes("out/manifest.lock.json"), as: UTF8.self)
        let two = text(try Manifest(text: lock))
        #expect(one == two)
        #expect(!one.contains(scene.directory.path) && !one.contains("geheim"))
    }

    @Test(arguments: [
        (#""sha256": ""#, #""sha256": "f"#, "subject[0].digest.sha256"),
        ("\"seed\": 7", "\"seed\": 8", "predicate.buildDefinition.externalParameters.training.seed"),
        ("https://slsa.dev/provenance/v1", "https://slsa.dev/provenance/v2", "predicateType"),
        ("\n}\n", "\n}\n\n", "its spelling"), ("manifest.lock.json", "manifest.lock.jsom", "subject[1].name"),
    ]) func aChangeIsNamedWithItsPlace(_ old: String, _ new: String, _ place: String) throws {
        try attest(try scene.packTwo())
        #expect(try scene.verify().isAttested && scene.verify().mismatches == [])
        try scene.change("out/" + Attestation.name, old, new)
        #expect(try scene.verify().mismatches == ["\(Attestation.name): \(place) differs from the lock"])
    }

    @Test func anyByteOfTheStatementCounts() throws {
        try attest(try scene.packTwo())
        let bytes = try scene.directory.bytes("out/" + Attestation.name)
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x01
            try scene.directory.write(changed, "out/" + Attestation.name)
            let mismatches = try scene.verify().mismatches
            #expect(mismatches.count == 1 && mismatches[0].hasPrefix(Attestation.name), "byte \(position)")
        }
    }

    @Test func theStatementOfAnotherExportIsFound() throws {
        try scene.pack([scene.item("3", "c.jpg", Array("third".utf8))])
        let foreign = try scene.directory.bytes("out/manifest.lock.json")
        try scene.packTwo()
        try attest(try Manifest(text: String(decoding: foreign, as: UTF8.self)))
        #expect(
            try scene.verify().mismatches
                == ["\(Attestation.name): subject[0].digest.sha256 differs from the lock"])
    }

    @Test(arguments: [Pack.ExportFormat.payload, .folder]) func itComesAndGoesWithItsExport(
        _ format: Pack.ExportFormat
    )
        throws
    {
        try pack("one", attests: true, as: format)
        #expect(try scene.verify().isAttested && scene.verify().mismatches == [])
        // Over an export with a statement, with another one, and without.
        try pack("two", attests: true, as: format)
        #expect(try scene.verify().isAttested && scene.verify().mismatches == [])
        try pack("three", attests: false, as: format)
        #expect(try !scene.verify().isAttested && scene.verify().mismatches == [])
        #expect(try !scene.directory.names(under: "out").contains(Attestation.name))
    }

    @Test func anotherFileOfThatNameStays() throws {
        try pack("one", attests: false)
        try scene.directory.write("mine", "out/" + Attestation.name)
        #expect(throws: PackError.self) { try pack("two", attests: true) }
        try pack("two", attests: false)
        #expect(try scene.directory.bytes("out/" + Attestation.name) == Array("mine".utf8))
        // What is no statement of this lock is told.
        #expect(try scene.verify().mismatches.count == 1)
    }
}
