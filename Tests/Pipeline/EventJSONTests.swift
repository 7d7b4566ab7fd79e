import Dataset
import MusubiAPI
import Pipeline
import Testing
import Train

@Suite("Events as JSON")
struct EventJSONTests {
    private static let info = DatasetInfo(id: "d1", name: "Harbour", trigger: "hrbr")
    private static let job = TrainingJob(
        id: "j1", status: .completed, progress: 100, currentStep: 10, totalSteps: 10,
        outputPath: #"C:\loras\harbour_v1.safetensors"#)
    @Test(
        "each kind",
        arguments: [
            (.stage(.prepare), #""event":"stage","at":"T","stage":"prepare""#),
            (
                .pulled(dataset: "Harbour", id: "d1", rows: 3),
                #""event":"pulled","at":"T","dataset":"Harbour","id":"d1","rows":3"#
            ),
            (.waiting("no rows yet"), #""event":"waiting","at":"T","message":"no rows yet""#),
            (.drawn(1, of: 3), #""event":"drawn","at":"T","done":1,"of":3"#),
            (.checked(1, of: 3), #""event":"checked","at":"T","done":1,"of":3"#),
            (
                .report(Report(dataset: info, rows: 3, findings: []).summary, opened: 2, of: 3),
                #""event":"report","at":"T","summary":{"rows":3,"errors":0,"warnings":0,"notes":0,"waived":0,"stale_waivers":0},"opened":2,"pictures":3"#
            ),
            (
                .unprepared(
                    [Finding(rule: "r", severity: .error, row: "1", name: "a", message: "m", hint: "h")],
                    Report(dataset: info, rows: 3, findings: []).summary),
                #""event":"unprepared","at":"T","summary":{"rows":3,"errors":0,"warnings":0,"notes":0,"waived":0,"stale_waivers":0},"findings":[{"rule":"r","severity":"error","row":"1","name":"a","message":"m","hint":"h"}]"#
            ),
            (.prepared(2, of: 3, reused: 1), #""event":"prepared","at":"T","done":2,"of":3,"reused":1"#),
            (
                .packed(directory: "out", images: 0, reused: 0, payload: Digest.of("x"), bytes: 7),
                #""event":"packed","at":"T","out":"out","images":0,"reused":0,"payload":{"sha256":"\#(Digest.of("x").hex)","bytes":7}"#
            ),
            (.uploading(5, of: 7), #""event":"uploading","at":"T","sent":5,"bytes":7"#),
            (
                .submitted(jobID: "j1", endpoint: "http://h"),
                #""event":"submitted","at":"T","job_id":"j1","endpoint":"http://h""#
            ),
            (
                .attached(jobID: "j1", endpoint: "http://h"),
                #""event":"attached","at":"T","job_id":"j1","endpoint":"http://h""#
            ),
            (
                .job(.alert(.stalled(for: .seconds(95.5), budget: .seconds(90)), job)),
                #""event":"stalled","at":"T","job_id":"j1","seconds":95,"budget_seconds":90"#
            ),
            (
                .job(.alert(.moving(after: .seconds(120)), job)),
                #""event":"moving","at":"T","job_id":"j1","after_seconds":120"#
            ),
            (.job(.alert(.diverged, job)), #""event":"diverged","at":"T","job_id":"j1""#),
            (
                .job(.stalled(job, for: .seconds(97))),
                #""event":"standing","at":"T","job_id":"j1","seconds":97"#
            ),
            (
                .job(.retrying("502 \"page\"", pause: .seconds(4))),
                #""event":"trouble","at":"T","message":"502 \"page\"","pause_seconds":4"#
            ),
            (
                .finished(jobID: "j1", nil),
                #""event":"finished","at":"T","job_id":"j1","status":"lost","output_path":null"#
            ),
        ] as [(Event, String)])
    func shapes(event: Event, members: String) throws {
        let text = event.json(at: "T").text()
        #expect(text == "{\(members)}")
        #expect(!text.contains("\n"))
    }

    @Test("the last one of a job that ended holds the job")
    func finished() {
        let json = Event.finished(jobID: "j1", Self.job).json(at: "T")
        #expect(json["event"]?.string == "finished")
        #expect(json["job_id"]?.string == "j1")
        #expect(json["status"]?.string == "completed")
        #expect(json["output_path"]?.string == #"C:\loras\harbour_v1.safetensors"#)
    }

    @Test("progress, with and without the time left")
    func progress() {
        let known = Event.job(.progress(Self.job, remaining: .seconds(90.5))).json(at: "T")
        #expect(known["remaining_seconds"]?.int == 90)
        #expect(known["current_step"]?.int == 10)
        let unknown = Event.job(.progress(TrainingJob(id: "j1", status: .unknown("odd")), remaining: nil))
            .json(
                at: "T")
        #expect(unknown["remaining_seconds"] == .null)
        #expect(unknown["status"]?.string == "odd")
        #expect(unknown["loss"] == .null)
        let keys = unknown.members?.map(\.key) ?? []
        #expect(Set(keys).count == keys.count)
    }

    @Test("the moment is ISO 8601 in UTC, with milliseconds")
    func moment() throws {
        #expect(
            RunEvent.timestamp().wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil,
            "\(RunEvent.timestamp())")
    }
}
