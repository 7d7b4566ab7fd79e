import Dataset
import Testing

@Suite struct RecipeReadingTests {
    @Test func whatALockHoldsComesBack() throws {
        let grey = Recipe.RGB(red: 1, green: 128, blue: 255)
        for fit in Recipe.Fit.allCases {
            for gravity in Recipe.Gravity.allCases {
                for resolution in Resolution.allCases {
                    let png = Recipe(
                        resolution: resolution, fit: fit, format: .png, compression: 3, background: grey,
                        gravity: gravity)
                    #expect(try Recipe(json: png.json) == png)
                    for format in [ImageFormat.jpeg, .webp] {
                        let lossy = Recipe(
                            resolution: resolution, fit: fit, format: format, quality: 77, background: grey,
                            gravity: gravity)
                        #expect(try Recipe(json: lossy.json) == lossy)
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("resolution", 1000 as JSONValue), ("fit", "pad"), ("gravity", "south"), ("format", "bmp"),
        ("background", "red"), ("compression", 11), ("compression", "6"),
    ]) func whatThisVersionDoesNotKnowIsNamed(_ key: String, _ value: JSONValue) {
        let members = (Recipe().json.members ?? []).map { $0.key == key ? .init(key, value) : $0 }
        #expect(throws: RecipeError(setting: key, value: value.text())) {
            try Recipe(json: .object(members))
        }
    }

    @Test(arguments: ["resolution", "fit", "gravity", "format", "background", "compression"])
    func whatIsMissingIsNamed(_ key: String) {
        let members = (Recipe().json.members ?? []).filter { $0.key != key }
        let error = #expect(throws: RecipeError.self) { try Recipe(json: .object(members)) }
        #expect(error?.description == "the recipe has no \(key)")
    }
}
