public import Dataset

/// A request body that the service refuses, every fault of it.
public struct ParameterFaults: Error, Sendable, Equatable {
    /// At least one.
    public let faults: [ParameterFault]

    /// A refusal.
    public init(faults: [ParameterFault]) { self.faults = faults }
}

extension TrainingParameters {
    /// Reads the members of a request body as the service does: absent ones take their defaults, types are
    /// strict, ranges are checked, and all faults are reported at once.
    public init(body: JSONValue) throws(ParameterFaults) {
        var faults: [ParameterFault] = []
        func read<Value>(
            _ key: String, _ fallback: Value, _ allowed: String, _ convert: (JSONValue) -> Value?
        ) -> Value {
            guard let value = body[key], value != .null else { return fallback }
            if let converted = convert(value) { return converted }
            faults.append(ParameterFault(key: key, given: value.text(), allowed: allowed))
            return fallback
        }
        if body["output_name"]?.string == nil {
            faults.append(
                ParameterFault(
                    key: "output_name", given: body["output_name"]?.text() ?? "missing", allowed: "a string"))
        }
        let parameters = TrainingParameters(
            outputName: body["output_name"]?.string ?? "unnamed",
            networkDim: read("network_dim", 16, "an integer from 1 to 256") {
                $0.int.flatMap { Int(exactly: $0) }
            },
            networkAlpha: read("network_alpha", 1, "a number from 0.1 to 10", \.double),
            learningRate: read("learning_rate", 0.00005, "a number from 0.00001 to 0.001", \.double),
            maxTrainEpochs: read("max_train_epochs", 16, "an integer from 1 to 100") {
                $0.int.flatMap { Int(exactly: $0) }
            },
            maxTrainSteps: read("max_train_steps", nil, "a positive integer, or left out") {
                $0.int.flatMap { Int(exactly: $0) }
            },
            seed: read("seed", 42, "a 64-bit integer", \.int),
            resolution: read("resolution", .r1024, "[512,512], [768,768] or [1024,1024]") { value in
                guard let sides = value.array?.map(\.int), sides.count == 2, sides[0] == sides[1] else {
                    return nil
                }
                return sides[0].flatMap { Int(exactly: $0) }.flatMap(Resolution.init)
            })
        faults += parameters.faults
        guard faults.isEmpty else { throw ParameterFaults(faults: faults) }
        self = parameters
    }
}
