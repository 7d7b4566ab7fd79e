public import Dataset
import Vips

extension Prepare {
    /// Counts up when the steps change what they make of the same picture.
    static let version: Int64 = 2

    /// Counts up when a mend of the code that makes pixels changes what it makes of some pictures, so that what was kept
    /// before is made again. Unlike `version` it stands in no lock: what is made of all other pictures stays the same.
    static let revision: Int64 = 1

    /// What beside source, plan and recipe decides about the bytes: the steps' version and the libraries'. Vector
    /// instructions are not among it: nothing that the steps use comes out otherwise with them. For lock files; its keys
    /// are sorted.
    public static func tools() throws -> JSONValue {
        try VipsRuntime.start()
        var members: [String: JSONValue] = [
            "libvips": .string(VipsRuntime.version), "prepare": .int(version),
        ]
        for (codec, version) in VipsRuntime.codecVersions { members[codec] = .string(version) }
        return .object(members.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
    }

    /// What a prepared picture is remembered under.
    static func key(_ source: SourceImage, _ plan: CropPlan, _ recipe: Recipe) throws -> Digest {
        let box = plan.crop
        let numbers = [
            plan.resized.width, plan.resized.height, box.left, box.top, box.size.width, box.size.height,
        ]
        let json = JSONValue.record([
            "source": .string(source.digest.hex), "plan": .array(numbers.map { .int(Int64($0)) }),
            "recipe": recipe.json, "tools": try tools(), "revision": .int(revision),
        ])
        return Digest.of(json.text())
    }
}
