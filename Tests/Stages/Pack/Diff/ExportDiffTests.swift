import Dataset
import Pack
import Testing

@Suite struct ExportDiffTests {
    private let scene = DiffScene()

    @Test func nothingDiffers() throws {
        let diff = ExportDiff(from: scene.manifest(), to: try Manifest(text: scene.manifest().text))
        #expect(diff.isEmpty && diff.isSamePayload && diff.rows == [] && diff.unchanged == 3)
        #expect(diff.reason.hasPrefix("the exports are the same: payload sha256 "))
    }

    @Test func rowsComeAndGo() {
        let (one, two) = (scene.images, Array(scene.images.dropFirst()) + [scene.image("9")])
        let diff = ExportDiff(from: scene.manifest(one), to: scene.manifest(two))
        #expect(diff.rows.map(\.kind) == [.removed, .added] && diff.rows.map(\.row) == ["1", "9"])
        #expect(diff.unchanged == 2 && diff.basis == .id && !diff.isSamePayload)
        #expect(diff.reason.hasSuffix(": 1 row(s) removed, 1 row(s) added"))
    }

    @Test func aCaption() {
        var images = scene.images
        images[1].caption = Digest.of("another")
        let diff = ExportDiff(from: scene.manifest(), to: scene.manifest(images))
        #expect(diff.rows.map(\.row) == ["2"] && diff.rows[0].picture == nil)
        #expect(diff.rows[0].caption == .init(scene.images[1].caption, Digest.of("another")))
        #expect(diff.wantedTexts == [scene.images[1].caption, Digest.of("another")])
        #expect(diff.reason.hasSuffix(": 1 caption(s) changed"))
    }

    @Test func aPictureByItsSourceFileAndItsCrop() {
        var images = scene.images
        scene.prepare(&images[0], "other")
        images[0].sourceImage = SourceImage(digest: Digest.of("new file"), bytes: 5)
        scene.prepare(&images[2], "other crop")
        images[2].crop.left += 10
        let diff = ExportDiff(from: scene.manifest(), to: scene.manifest(images))
        #expect(diff.rows.map(\.row) == ["1", "3"])
        #expect(
            diff.rows[0].reasons == [
                .source(.init(scene.images[0].sourceImage.digest, Digest.of("new file")))
            ])
        #expect(diff.rows[1].reasons == [.crop(.init(scene.images[2].crop, images[2].crop))])
        // A new picture has a new name by itself.
        #expect(diff.rows[0].renamed == nil && !diff.rows[0].isFiledOtherwise)
        #expect(diff.reason.hasSuffix(": 2 picture(s) changed (1 by source file, 1 by crop)"))
    }

    @Test func picturesByRecipeAndTools() {
        var images = scene.images
        scene.prepare(&images[0], "other")
        var second = scene.manifest(images)
        second.recipe = Recipe(compression: 9).json
        second.tools = .record(["libvips": "8.15.0"])
        let diff = ExportDiff(from: scene.manifest(), to: second)
        #expect(
            diff.head.map { "\($0.part) \($0.key) \($0.from?.text() ?? "-") \($0.to?.text() ?? "-")" }
                == ["recipe compression 1 9", "tools libvips \"8.14.1\" \"8.15.0\"", "tools simd true -"])
        #expect(diff.rows.count == 1 && diff.rows[0].reasons.count == 2)
        guard case .recipe(let settings) = diff.rows[0].reasons[0],
            case .tools(let tools) = diff.rows[0].reasons[1]
        else {
            Issue.record("\(diff.rows[0].reasons)")
            return
        }
        #expect(settings.map(\.key) == ["compression"] && tools.map(\.key) == ["libvips", "simd"])
    }

    @Test func aPictureForNoReasonThatALockHolds() {
        var images = scene.images
        scene.prepare(&images[0], "other")
        let diff = ExportDiff(from: scene.manifest(), to: scene.manifest(images))
        #expect(diff.rows[0].reasons == [.unexplained])
        #expect(diff.reason.contains("1 by nothing that the locks hold"))
    }

    @Test func onlyTheLockDiffers() {
        var images = scene.images
        images[0].source = "https://elsewhere/1.jpg"
        images[1].sourceImage = SourceImage(digest: Digest.of("other metadata"), bytes: 7)
        var second = scene.manifest(images)
        second.dataset.name = "Renamed"
        let diff = ExportDiff(from: scene.manifest(), to: second)
        #expect(diff.isSamePayload && !diff.isEmpty && diff.rows.allSatisfy { $0.isFiledOtherwise })
        #expect(diff.rows[0].moved == .init(scene.images[0].source, "https://elsewhere/1.jpg"))
        #expect(
            diff.reason.hasSuffix(
                "only the locks differ: 1 source location(s), 1 source picture(s), dataset (name)"))
    }

    @Test func aRenamedPicture() {
        var images = scene.images
        images[0].filename = "zzz-" + images[0].filename
        let diff = ExportDiff(from: scene.manifest(), to: scene.manifest(images))
        #expect(diff.rows.map(\.renamed) == [.init(scene.images[0].filename, images[0].filename)])
        #expect(!diff.isSamePayload && diff.reason.hasSuffix(": 1 picture(s) renamed"))
        // With another picture and another name, both are told.
        scene.prepare(&images[0], "other")
        images[0].filename = "b-\(images[0].prepared.digest.short).png"
        let both = ExportDiff(from: scene.manifest(), to: scene.manifest(images))
        #expect(both.rows[0].renamed != nil && both.rows[0].picture != nil)
    }

    @Test func trainingParameters() {
        var second = scene.manifest()
        second.training = .record(["seed": 43, "max_train_steps": 100])
        second.payload.digest = Digest.of("another body")
        let diff = ExportDiff(from: scene.manifest(), to: second)
        #expect(diff.head.map(\.key) == ["seed", "max_train_steps"] && diff.head[1].from == nil)
        #expect(diff.reason.hasSuffix(": training (seed, max_train_steps)"))
    }

    @Test func digestsThatDifferForNoReason() {
        var second = scene.manifest()
        second.payload.digest = Digest.of("another spelling")
        let diff = ExportDiff(from: scene.manifest(), to: second)
        #expect(!diff.isSamePayload && diff.reason.contains("nothing in the locks says why"))
    }
}
