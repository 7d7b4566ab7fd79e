import Dataset

extension Rule {
    static let imageAlpha = picture(
        "image-alpha", .note,
        measures: "pictures with an alpha channel, which is flattened: the trainer takes three channels",
        hint: "set prepare.background to a colour that the subject does not have"
    ) { seen, setting in
        guard seen.facts.hasAlpha else { return nil }
        let share = seen.traits.transparentShare * 100
        if share == 0 { return "has an alpha channel that is opaque throughout; it will be dropped" }
        let told = share < 0.1 ? "less than 0.1" : share.text(1)
        return "\(told) % of it is transparent and will be flattened on \(setting.run.recipe.background.hex)"
    }
}
