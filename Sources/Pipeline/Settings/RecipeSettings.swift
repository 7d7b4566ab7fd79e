import Dataset

/// Reads the `prepare` section.
enum RecipeSettings {
    static func recipe(_ reader: inout SettingReader) -> Recipe {
        var recipe = Recipe()
        if let fit = reader.choice("prepare.fit", Recipe.Fit.self) { recipe.fit = fit }
        if let side = reader.word("prepare.resolution").flatMap({ Int($0) }).flatMap(Resolution.init) {
            recipe.resolution = side
        }
        if let format = reader.choice("prepare.format", ImageFormat.self) { recipe.format = format }
        if let gravity = reader.choice("prepare.gravity", Recipe.Gravity.self) { recipe.gravity = gravity }
        if let quality = reader.integer("prepare.quality") { recipe.quality = quality }
        if let compression = reader.integer("prepare.compression") { recipe.compression = compression }
        if let text = reader.text("prepare.background") {
            if let colour = Recipe.RGB(hex: text) {
                recipe.background = colour
            } else {
                reader.report(
                    "prepare.background", "prepare.background is \"\(text.printableLine)\"",
                    hint: "it takes a colour as #rrggbb, in quotes")
            }
        }
        return recipe
    }

    /// What is done with pictures that are too small: nothing, by default.
    static func upscalePolicy(_ reader: inout SettingReader) -> UpscalePolicy {
        switch reader.wordOrNumber("prepare.upscale") {
        case (_, let most?): .limit(most)
        case ("allow", _): .allow
        default: .refuse
        }
    }
}
