import Pipeline

extension BatchPlan.Run {
    /// The command line that does something with this run alone, fit to be typed.
    func command(_ name: String) -> String {
        let sets = file.varied.flatMap { ["--set", "\($0.path)=\($0.value)"] }
        return (["lorapipe", name, path] + sets).map(Self.quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        if word.wholeMatch(of: /[A-Za-z0-9_.,:=@%\/+-]+/) != nil { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
