import Dataset

extension Rule {
    static let stepsForecast = dataset(
        "steps-forecast", .note,
        measures: "runs whose steps, pictures × epochs at batch size 1, are outside the usual",
        hint: "set train.max_train_epochs or train.max_train_steps",
        thresholds: [
            Threshold(
                count: "min_steps", 200, in: 1...10_000_000,
                "steps; ten pictures at the trainer's 16 epochs have 160"),
            Threshold(
                count: "max_steps", 20_000, in: 1...10_000_000,
                "steps; more than the thousand files that hosted trainers take have at 16 epochs"),
        ]
    ) { setting in
        Judge(end: { outlook in
            guard outlook.trained > 0 else { return nil }
            let told =
                "\(outlook.steps) steps: \(outlook.trained) picture(s) × \(outlook.epochs.text(1)) epochs"
            if outlook.steps < Int(setting["min_steps"]) { return "only \(told)" }
            return outlook.steps > Int(setting["max_steps"]) ? told : nil
        })
    }
}
