public import Dataset
import Vips

extension Prepare {
    /// Counts up when the steps give other bytes for the same picture.
    static let version: Int64 = 2

    /// Counts up when a fix changes the bytes of some pictures, so that cached results are made again. Unlike `version` it is
    /// in no lock, because the bytes of all other pictures stay the same.
    static let revision: Int64 = 1

    /// What determines the bytes besides source, plan and recipe: the versions of the steps and of the libraries. Vector
    /// instructions do not: the results are the same with and without them. For lock files; the keys are sorted.
    public static func tools() throws -> JSONValue {
        try VipsRuntime.start()
        var members: [String: JSONValue] = [
            "libvips": .string(VipsRuntime.version), "prepare": .int(version),
        ]
        for (codec, version) in VipsRuntime.codecVersions { members[codec] = .string(version) }
        return .object(members.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
    }

    /// The cache key of a prepared picture.
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
