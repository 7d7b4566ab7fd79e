import Dataset
import Foundation
import MusubiAPI
import Testing
import Train

@testable import Pipeline

@Suite("Run events: stored and read back")
struct RunEventTests {
    private static let job: TrainingJob = {
        var job = TrainingJob(
            id: "j/1", status: .training, progress: 41.5, currentEpoch: 2, currentStep: 830, totalSteps: 2000,
            loss: 0.1234, message: "é \"q\"\n", datasetID: "d", outputName: "harbour_v1")
        job.hasDiverged = true
        job.loss = nil
        return job
    }()
    private static let counts = Report(
        dataset: DatasetInfo(id: "d", name: "d", trigger: nil), rows: 7,
        findings: [Finding(rule: "r", severity: .warning, row: nil, name: nil, message: "m", hint: "h")]
    ).summary
    private static let finding = Finding(
        rule: "image-unprepared", severity: .error, row: "1", name: "a.jpg", message: "m", hint: "h",
        content: Digest.of("x"), url: "https://h/a.jpg")
    private static let done = RunOutcome(
        "harbour-2", "harbour_v1", ended: TrainingJob(id: "j1", status: .completed, outputPath: #"C:\x"#))
    private static let failed = RunOutcome(
        "harbour-3", nil, Failure(.outside, code: "trainer-unreachable", "away", hint: "wait"), jobID: "j2")
    private static let estimate = DurationEstimate(
        json: .record([
            "steps": 10, "seconds": .double(61.4321), "seconds_range": .array([50, .double(72.5)]), "runs": 3,
            "has_preparing": true, "cost": .record(["price_per_hour": 2, "currency": "EUR"]),
        ]))

    /// Every case, and of those that differ within, each form.
    static let events: [Event] = [
        .stage(.prepare), .waiting("no rows yet"), .pulled(dataset: "Harbour", id: "d1", rows: 3),
        .fetchingAgain("damaged"), .checked(1, of: 3), .report(counts, opened: 2, of: 7),
        .unprepared([finding], counts), .prepared(2, of: 3, reused: 1), .drawn(1, of: 3),
        .packed(directory: "out/é", images: 4, reused: 1, payload: Digest.of("p"), bytes: 1 << 40),
        .forecast(estimate), .forecast(nil), .uploading(5, of: 7),
        .submitted(jobID: "j1", endpoint: "http://h"),
        .attached(jobID: "j1", endpoint: "http://h"),
        .trainedBefore(
            jobID: "j1", job: job.json, endpoint: "http://h", submittedAt: Date(timeIntervalSince1970: 1e9)),
        .trainedBefore(
            jobID: "j1", job: nil, endpoint: "http://h", submittedAt: Date(timeIntervalSince1970: 0)),
        .message("words"), .note("words"), .job(.progress(job, remaining: .seconds(90))),
        .job(.progress(TrainingJob(id: "1", status: .unknown("odd")), remaining: nil)),
        .job(.alert(.stalled(for: .seconds(95), budget: .seconds(90)), job)),
        .job(.alert(.moving(after: .seconds(120)), job)), .job(.alert(.diverged, job)),
        .job(.alert(.backwards(StepRegression(unit: .progress, before: 41.5, now: 3)), job)),
        .job(.stalled(job, for: .seconds(97))), .job(.retrying("502", pause: .seconds(4))),
        .receipt("r.json"),
        .finished(jobID: "j/1", job), .finished(jobID: "j1", nil),
        .cancelRetrying("502", pause: .seconds(4)), .notifyFailed("no answer"), .runFinished(done),
        .runFinished(failed), .runFinished(.notStarted("harbour-4", "o")), .runCancelled(done),
        .batchFinished([done, failed]),
    ]

    private static func number(_ event: Event) -> Int {
        switch event {
        case .stage: 0
        case .waiting: 1
        case .pulled: 2
        case .fetchingAgain: 3
        case .checked: 4
        case .report: 5
        case .unprepared: 6
        case .prepared: 7
        case .drawn: 8
        case .packed: 9
        case .forecast: 10
        case .uploading: 11
        case .submitted: 12
        case .attached: 13
        case .trainedBefore: 14
        case .message: 15
        case .note: 16
        case .job(.progress): 17
        case .job(.alert(.stalled, _)): 18
        case .job(.alert(.moving, _)): 19
        case .job(.alert(.diverged, _)): 20
        case .job(.alert(.backwards, _)): 21
        case .job(.stalled): 22
        case .job(.retrying): 23
        case .receipt: 24
        case .finished: 25
        case .cancelRetrying: 26
        case .notifyFailed: 27
        case .runFinished: 28
        case .runCancelled: 29
        case .batchFinished: 30
        }
    }

    @Test("the list of this suite has every case")
    func complete() {
        #expect(Set(Self.events.map(Self.number)) == Set(0...30))
        #expect(Self.estimate != nil)
    }

    @Test("every case comes back as it was, by Codable and by its own JSON", arguments: events)
    func roundTrip(_ event: Event) throws {
        for name in [nil, "harbour-2"] {
            let sent = RunEvent(number: 7, run: "id", name: name, event)
            let stored = try JSONEncoder().encode(sent)
            let read = try JSONDecoder().decode(RunEvent.self, from: stored)
            // Foundation's decoder does not keep the order of an object's keys.
            #expect(Self.sorted(read.json) == Self.sorted(sent.json))
            let own = try #require(RunEvent(json: try JSONValue(parsing: Array(sent.json.text().utf8))))
            #expect(own.json.text() == sent.json.text())
            #expect(String(reflecting: own.event) == String(reflecting: event))
            #expect(own.number == 7 && own.run == "id" && own.name == name && own.at == sent.at)
        }
    }

    private static func sorted(_ json: JSONValue) -> JSONValue {
        switch json {
        case .object(let members):
            .object(members.map { .init($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
        case .array(let elements): .array(elements.map(sorted))
        default: json
        }
    }

    @Test("a line is the line of --json; a run of a batch has its name behind the time")
    func line() throws {
        let at = Date(timeIntervalSince1970: 1_700_000_000.5)
        let alone = RunEvent(number: 1, run: "id", name: nil, at: at, .checked(1, of: 3))
        #expect(alone.line.text() == #"{"event":"checked","at":"2023-11-14T22:13:20.500Z","done":1,"of":3}"#)
        let one = RunEvent(number: 1, run: "id", name: "a", at: at, .checked(1, of: 3))
        #expect(
            one.line.text()
                == #"{"event":"checked","at":"2023-11-14T22:13:20.500Z","run":"a","done":1,"of":3}"#)
    }

    @Test("no millisecond is lost on the way")
    func times() throws {
        for millisecond in 0..<1000 {
            let at = Date(timeIntervalSince1970: 1_764_560_000 + Double(millisecond) / 1000)
            let event = RunEvent(number: 1, run: "id", name: nil, at: at, .stage(.pull))
            let text = try #require(event.line["at"]?.string)
            #expect(Int(text.dropLast().suffix(3)) == millisecond)
            #expect(RunEvent(json: event.json)?.line["at"]?.string == text)
        }
    }

    @Test(
        "what is no event is refused",
        arguments: ["{}", "[]", #"{"number":1,"run":"r","kind":"x","line":{}}"#])
    func refused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RunEvent.self, from: Data(text.utf8))
        }
    }
}
