import Dataset
import MusubiAPI
import Testing

@Suite struct DialectTests {
    @Test func paths() {
        let calls: [Dialect.Call] = [.train, .jobs, .health, .status("j1"), .logs("j1"), .cancel("j1")]
        #expect(
            calls.map(Dialect.plain.path) == [
                "/train", "/train/jobs", "/health", "/train/status/j1", "/train/logs/j1", "/train/cancel/j1",
            ])
        #expect(
            calls.map(Dialect.wrapper.path) == [
                "/lora-trainer/train", "/lora-trainer/jobs", "/lora-trainer/health",
                "/lora-trainer/status/j1",
                "/lora-trainer/logs/j1", "/lora-trainer/cancel/j1",
            ])
    }

    @Test(arguments: [
        ("a-b_c~9Z", "a-b_c~9Z"), ("../../x", "%2E%2E%2F%2E%2E%2Fx"),
        ("a b?c#d&e=f", "a%20b%3Fc%23d%26e%3Df"),
        ("100%", "100%25"), ("é\n\0", "%C3%A9%0A%00"), ("a\\b:c@d;e+f", "a%5Cb%3Ac%40d%3Be%2Bf"),
        ("²", "%C2%B2"),
    ]) func aJobIdIsOneSegment(_ id: String, _ segment: String) {
        #expect(Dialect.plain.path(.status(id)) == "/train/status/" + segment)
        #expect(Dialect.wrapper.path(.cancel(id)) == "/lora-trainer/cancel/" + segment)
    }

    @Test(arguments: Dialect.allCases) func envelopesMayBeThereOrNot(_ dialect: Dialect) throws {
        let job = TrainingJob(id: "j", status: .failed)
        for text in [
            #"{"job_id":"j","status":"failed"}"#, #"{"success":true,"job":{"job_id":"j","status":"failed"}}"#,
        ] {
            #expect(try dialect.job(in: JSONValue(parsing: text)) == job)
        }
        for text in [
            #"[{"job_id":"j","status":"failed"}]"#,
            #"{"success":true,"jobs":[{"job_id":"j","status":"failed"}]}"#,
            #"[{},{"job_id":"j","status":"failed"},null,5]"#,
        ] {
            #expect(try dialect.jobs(in: JSONValue(parsing: text)) == [job])
        }
        #expect(try dialect.jobs(in: JSONValue(parsing: "[]")) == [])
        for text in [#"{"success":false,"error":"x"}"#, #"{"jobs":null}"#, "null", #""x""#] {
            #expect(try dialect.jobs(in: JSONValue(parsing: text)) == nil)
            #expect(try dialect.job(in: JSONValue(parsing: text)) == nil)
        }
    }

    @Test(
        arguments: [
            (#""a\nb\n""#, ["a", "b"]), (#""a\r\nb\rc""#, ["a", "b", "c"]), (#""""#, []),
            (#""a\n\nb""#, ["a", "", "b"]),
            (#"["a","b"]"#, ["a", "b"]), (#"["a","","b\n"]"#, ["a", "", "b"]),
            (#"["a\nb",5,null]"#, ["a", "b", "5", "null"]),
            ("[]", []), (#"{"logs":"a\nb"}"#, ["a", "b"]), (#"{"success":true,"logs":["a"]}"#, ["a"]),
            (#"{"logs":{"logs":["a"]}}"#, ["a"]),
        ] as [(String, [String])]) func logsComeInManyShapes(_ text: String, _ lines: [String]) throws
    {
        #expect(try Dialect.logLines(in: JSONValue(parsing: text)) == lines)
    }

    @Test(arguments: ["null", "5", "{}", #"{"logs":null}"#, #"{"error":"x"}"#])
    func whatHoldsNoLogsGivesNone(_ text: String) throws {
        #expect(try Dialect.logLines(in: JSONValue(parsing: text)) == nil)
    }
}
