import Dataset
import MusubiAPI
import Testing

@Suite struct TrainingJobTests {
    @Test func aFullJobIsReadAndWritten() throws {
        let text =
            #"{"job_id":"j1","status":"training","progress":41.5,"current_epoch":3,"current_step":120,"#
            + #""total_steps":300,"loss":0.25,"message":"m","output_path":"C:\\models\\x.safetensors","#
            + #""dataset_id":"d","output_name":"x","created_at":"2025-01-01T00:00:00Z"}"#
        let job = try #require(TrainingJob(json: JSONValue(parsing: text)))
        #expect(job.status == .training && job.progress == 41.5 && job.currentStep == 120)
        #expect(job.outputPath == #"C:\models\x.safetensors"# && job.createdAt == "2025-01-01T00:00:00Z")
        #expect(job.json.text() == text)
    }

    @Test func onlyTheIdIsSure() throws {
        let bare = try #require(TrainingJob(json: JSONValue(parsing: #"{"job_id":"j"}"#)))
        #expect(bare == TrainingJob(id: "j", status: .idle))
        #expect(
            bare.json.text()
                == #"{"job_id":"j","status":"idle","progress":null,"current_epoch":null,"current_step":null,"#
                + #""total_steps":null,"loss":null,"message":null,"output_path":null,"dataset_id":null}"#)
        #expect(try TrainingJob(json: JSONValue(parsing: #"{"job_id":17}"#))?.id == "17")
    }

    @Test(arguments: [
        "{}", #"{"job_id":null}"#, #"{"job_id":""}"#, #"{"job_id":1.5}"#, #"{"job_id":{}}"#, "[]", "null",
        #""j""#,
        #"{"error":"not found"}"#,
    ]) func withoutAnIdItIsNoJob(_ text: String) throws {
        #expect(try TrainingJob(json: JSONValue(parsing: text)) == nil)
    }

    @Test(arguments: ["null", "true", "[]", "{}", #""odd""#]) func oddMembersAreNotKnown(_ odd: String) throws
    {
        let text = """
            {"job_id":"j","status":"failed","progress":\(odd),"current_epoch":\(odd),"current_step":\(odd),
             "total_steps":\(odd),"loss":\(odd)}
            """
        #expect(try TrainingJob(json: JSONValue(parsing: text)) == TrainingJob(id: "j", status: .failed))
        let texts = #"{"job_id":"j","status":5,"message":5,"output_path":[],"dataset_id":7,"output_name":{}}"#
        #expect(try TrainingJob(json: JSONValue(parsing: texts)) == TrainingJob(id: "j", status: .idle))
    }

    @Test func hugeNumbersDoNotTrap() throws {
        let text = #"{"job_id":"j","progress":1e300,"current_step":1e300,"total_steps":9223372036854775808}"#
        let job = try #require(TrainingJob(json: JSONValue(parsing: text)))
        #expect(job.progress == nil && job.currentStep == nil && job.totalSteps == nil)
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "1e999", "\"nan\"", "\"-inf\""])
    func aLossThatIsNoNumberIsToldAndTheRestStays(_ loss: String) throws {
        let text = #"{"job_id":"j","status":"training","progress":50,"loss":\#(loss)}"#
        let job = try #require(TrainingJob(json: JSONValue(parsing: Array(text.utf8), .lenient)))
        #expect(job.hasDiverged && job.loss == nil && job.progress == 50 && job.status == .training)
        // Two looks at one thing are equal, which a number that is none is not; and the ledger gives it back.
        #expect(try job == TrainingJob(json: JSONValue(parsing: Array(text.utf8), .lenient)))
        #expect(try TrainingJob(json: JSONValue(parsing: job.json.text())) == job)
        // The control: a loss that is not known is none that has diverged.
        for known in ["null", "0.5", "1e300", "\"0.5\""] {
            let other = #"{"job_id":"j","loss":\#(known)}"#
            #expect(try TrainingJob(json: JSONValue(parsing: other))?.hasDiverged == false)
        }
    }

    @Test func numbersMayBeTexts() throws {
        let text =
            #"{"job_id":"j","status":"training","progress":"41.5","current_epoch":"3","current_step":"120","#
            + #""total_steps":"300.0","loss":"0.25","image_count":"7"}"#
        let job = try #require(TrainingJob(json: JSONValue(parsing: text)))
        #expect(job.progress == 41.5 && job.currentEpoch == 3 && job.currentStep == 120)
        #expect(job.totalSteps == 300 && job.loss == 0.25 && job.imageCount == 7)
    }

    @Test(arguments: ["-1", "100.5", "250", "NaN", "Infinity", "1e999", "\"?\""])
    func aProgressOutOfItsRangeIsNotKnown(_ progress: String) throws {
        let text = #"{"job_id":"j","status":"training","progress":\#(progress),"current_step":NaN}"#
        let job = try #require(TrainingJob(json: JSONValue(parsing: Array(text.utf8), .lenient)))
        #expect(job == TrainingJob(id: "j", status: .training))
    }

    @Test func statusWordsComeBack() {
        let words = [
            "idle", "queued", "pending", "preparing", "caching_latents", "caching_text", "training",
            "completed",
            "failed", "cancelled",
        ]
        #expect(TrainingStatus.known.map(\.word) == words)
        for word in words + ["warming_up", "Training", "", "COMPLETED"] {
            #expect(TrainingStatus(word).word == word)
        }
        #expect(words.filter { TrainingStatus($0).isTerminal } == ["completed", "failed", "cancelled"])
        #expect(TrainingStatus("warming_up") == .unknown("warming_up"))
        #expect(!TrainingStatus("warming_up").isTerminal && !TrainingStatus("COMPLETED").isTerminal)
    }
}
