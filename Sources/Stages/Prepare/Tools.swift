public import Dataset
import Vips

extension Prepare {
    /// Counts up when the steps change what they make of the same picture.
    static let version: Int64 = 1

    /// What beside source and recipe decides about the bytes: the steps' version, the libraries' versions, and whether
    /// vector instructions were in use. For lock files; its keys are sorted.
    public static func tools() throws -> JSONValue {
        try VipsRuntime.start()
        var members: [String: JSONValue] = [
            "libvips": .string(VipsRuntime.version), "prepare": .int(version),
            "simd": .bool(VipsRuntime.usesSIMD),
        ]
        for (codec, version) in VipsRuntime.codecVersions { members[codec] = .string(version) }
        return .object(members.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
    }

    /// What a prepared picture is remembered under.
    static func key(_ source: SourceImage, _ plan: CropPlan, _ recipe: Recipe) throws -> Digest {
        let json = JSONValue.record([
            "source": .string(source.digest.hex), "recipe": recipe.json,
            "plan": .array(
                [
                    plan.resized.width, plan.resized.height, plan.crop.left, plan.crop.top,
                    plan.crop.size.width,
                    plan.crop.size.height,
                ].map { .int(Int64($0)) }), "tools": try tools(),
        ])
        return Digest.of(json.text())
    }
}
