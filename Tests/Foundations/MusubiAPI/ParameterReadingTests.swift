import Dataset
import MusubiAPI
import Testing

@Suite struct ParameterReadingTests {
    @Test func whatIsLeftOutTakesItsDefault() throws {
        let bare = try TrainingParameters(body: JSONValue(parsing: #"{"images":[],"output_name":"x"}"#))
        #expect(bare == TrainingParameters(outputName: "x"))
        let nulls = #"{"output_name":"x","max_train_steps":null,"seed":null,"resolution":null}"#
        #expect(try TrainingParameters(body: JSONValue(parsing: nulls)) == bare)
    }

    @Test func whatWasWrittenIsReadBack() throws {
        let all = TrainingParameters(
            outputName: "é", networkDim: 256, networkAlpha: 0.1, learningRate: 0.00001, maxTrainEpochs: 100,
            maxTrainSteps: 7, seed: .max, resolution: .r768)
        #expect(try TrainingParameters(body: JSONValue(parsing: all.json.text())) == all)
    }

    @Test func numbersMayBeWrittenEitherWay() throws {
        let text =
            #"{"output_name":"x","network_dim":16.0,"network_alpha":1,"learning_rate":5e-5,"seed":1e3}"#
        let read = try TrainingParameters(body: JSONValue(parsing: text))
        #expect(read == TrainingParameters(outputName: "x", seed: 1000))
    }

    @Test(arguments: [
        (#""network_dim":16.5"#, "network_dim"), (#""network_dim":"16""#, "network_dim"),
        (#""network_dim":true"#, "network_dim"), (#""network_dim":257"#, "network_dim"),
        (#""network_dim":1e300"#, "network_dim"), (#""network_alpha":"1""#, "network_alpha"),
        (#""network_alpha":0"#, "network_alpha"), (#""learning_rate":[]"#, "learning_rate"),
        (#""learning_rate":0.1"#, "learning_rate"), (#""max_train_epochs":0"#, "max_train_epochs"),
        (#""max_train_epochs":1.5"#, "max_train_epochs"), (#""max_train_steps":0"#, "max_train_steps"),
        (#""max_train_steps":-5"#, "max_train_steps"), (#""max_train_steps":"5""#, "max_train_steps"),
        (#""seed":9223372036854775808"#, "seed"), (#""seed":1.5"#, "seed"), (#""seed":"1""#, "seed"),
        (#""resolution":1024"#, "resolution"), (#""resolution":[1024]"#, "resolution"),
        (#""resolution":[1024,768]"#, "resolution"), (#""resolution":[640,640]"#, "resolution"),
        (#""resolution":[1024,1024,1024]"#, "resolution"), (#""resolution":["1024","1024"]"#, "resolution"),
        (#""resolution":[null,null]"#, "resolution"),
    ]) func eachFaultIsNamedOnce(_ member: String, _ key: String) throws {
        let body = try JSONValue(parsing: #"{"output_name":"x",\#(member)}"#)
        let error = #expect(throws: ParameterFaults.self) { try TrainingParameters(body: body) }
        #expect(error?.faults.map(\.key) == [key])
    }

    @Test(arguments: ["{}", #"{"output_name":null}"#, #"{"output_name":5}"#, "[]", "null", #""x""#])
    func theNameMustBeGiven(_ text: String) throws {
        let body = try JSONValue(parsing: text)
        let error = #expect(throws: ParameterFaults.self) { try TrainingParameters(body: body) }
        #expect(error?.faults.map(\.key) == ["output_name"])
    }

    @Test func allFaultsAreToldAtOnce() throws {
        let text = """
            {"output_name":"a:b","network_dim":"x","network_alpha":0,"learning_rate":1,"max_train_epochs":0,
             "max_train_steps":0,"seed":0.5,"resolution":[1,1]}
            """
        let body = try JSONValue(parsing: text)
        let error = #expect(throws: ParameterFaults.self) { try TrainingParameters(body: body) }
        let keys = [
            "output_name", "network_dim", "network_alpha", "learning_rate", "max_train_epochs",
            "max_train_steps",
            "seed", "resolution",
        ]
        #expect(error.map { Set($0.faults.map(\.key)) } == Set(keys) && error?.faults.count == keys.count)
        #expect(error?.faults.first { $0.key == "network_dim" }?.given == #""x""#)
    }
}
