import MusubiAPI

extension PipelineFile {
    /// Every run that a pipeline file asks for: one, or one for each combination of its matrix, each with the
    /// matrix' values over the file's, and names that tell what varies.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with any of them, each thing once.
    public static func runs(
        at path: String, overrides: [String] = [], allowedHosts: [String] = [], environment: [String: String]
    ) throws(SettingsError) -> [PipelineFile] {
        let variables = try variables(path, environment)
        let values = try values(path, overrides)
        let reading = MatrixReading(values, variables)
        let matrix = reading.matrix
        let names = VariantName(matrix)
        let outputs = VariantName(matrix, ignoring: "train.output_name")
        var runs: [PipelineFile] = []
        var problems = reading.problems
        for (number, combination) in matrix.combinations.enumerated() {
            let varied = combination.reduce(values) { $0.varied($1.path, $1.value.text, line: $1.value.line) }
            do throws(SettingsError) {
                var file = try PipelineFile(
                    path, varied, variables, allowedHosts: allowedHosts, for: .train, readsWaivers: true)
                file.name = names.named(file.name, number, limit: 64)
                file.training.outputName = outputs.named(
                    file.training.outputName, number, limit: TrainingParameters.longestName)
                file.varied = combination.map { ($0.path, $0.value.expanded) }
                runs.append(file)
            } catch {
                // What is wrong with the file itself is wrong with each of its runs.
                for problem in error.problems where !problems.contains(problem) { problems.append(problem) }
            }
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return runs
    }
}
