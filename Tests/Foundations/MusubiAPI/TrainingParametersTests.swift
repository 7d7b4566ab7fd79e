import Dataset
import MusubiAPI
import Testing

@Suite struct TrainingParametersTests {
    @Test func theBodyIsWrittenExactly() {
        #expect(
            TrainingParameters(outputName: "harbour_v1").json.text()
                == #"{"output_name":"harbour_v1","network_dim":16,"network_alpha":1.0,"#
                + #""learning_rate":0.00005,"max_train_epochs":16,"seed":42,"resolution":[1024,1024]}"#)
        let all = TrainingParameters(
            outputName: "é/\"x\"", networkDim: 256, networkAlpha: 0.1, learningRate: 0.001, maxTrainEpochs: 1,
            maxTrainSteps: 2000, seed: .min, resolution: .r512)
        #expect(
            all.json.text()
                == #"{"output_name":"é/\"x\"","network_dim":256,"network_alpha":0.1,"learning_rate":0.001,"#
                + #""max_train_epochs":1,"max_train_steps":2000,"seed":-9223372036854775808,"#
                + #""resolution":[512,512]}"#)
    }

    @Test(arguments: [
        ("network_dim", 1, 256, 0, 257), ("max_train_epochs", 1, 100, 0, 101),
        ("network_alpha", 0.1, 10, 0.0999, 10.001), ("learning_rate", 0.00001, 0.001, 0.0000099, 0.00101),
        ("max_train_steps", 1, 1e15, 0, -1),
    ]) func boundsAreInclusive(_ key: String, _ low: Double, _ high: Double, _ below: Double, _ above: Double)
    {
        for right in [low, high] { #expect(parameters(key, right).faults == []) }
        for wrong in [below, above] {
            let faults = parameters(key, wrong).faults
            #expect(faults.map(\.key) == [key], "\(wrong)")
            #expect(faults.allSatisfy { $0.description.hasPrefix("\(key) is ") && !$0.allowed.isEmpty })
        }
    }

    @Test func whatIsNoNumberIsAFault() {
        for number in [Double.nan, .infinity, -.infinity] {
            #expect(parameters("network_alpha", number).faults.count == 1)
            #expect(parameters("learning_rate", number).faults.count == 1)
        }
    }

    @Test(arguments: [
        "", "a/b", "..", "nul", "COM1.x", "a.", "a ", "tab\t", String(repeating: "x", count: 151),
        String(repeating: "é", count: 76),
    ]) func outputNamesMustBeFileNames(_ name: String) {
        #expect(TrainingParameters(outputName: name).faults.map(\.key) == ["output_name"])
    }

    @Test func allFaultsAreToldAtOnce() {
        let wrong = TrainingParameters(
            outputName: "a:b", networkDim: 0, networkAlpha: 11, learningRate: 1, maxTrainEpochs: 101,
            maxTrainSteps: 0)
        let keys = [
            "output_name", "network_dim", "network_alpha", "learning_rate", "max_train_epochs",
            "max_train_steps",
        ]
        #expect(wrong.faults.map(\.key) == keys)
        #expect(
            wrong.faults[3].description == "learning_rate is 1.0; it takes a number from 0.00001 to 0.001")
        // The control.
        #expect(TrainingParameters(outputName: String(repeating: "x", count: 150)).faults == [])
    }

    private func parameters(_ key: String, _ value: Double) -> TrainingParameters {
        var parameters = TrainingParameters(outputName: "x")
        switch key {
        case "network_dim": parameters.networkDim = Int(value)
        case "max_train_epochs": parameters.maxTrainEpochs = Int(value)
        case "max_train_steps": parameters.maxTrainSteps = Int(value)
        case "network_alpha": parameters.networkAlpha = value
        default: parameters.learningRate = value
        }
        return parameters
    }
}
