import Dataset
import TestKit
import Testing

@Suite("The contrary trainer: its list, jobs, logs and cancelling")
struct ContraryJobsTests {
    private func trainer(_ habits: (inout ContraryHabits) -> Void) throws -> (ContraryTrainer, Caller) {
        let trainer = try ContraryTrainer(.plain, habits)
        return (trainer, Caller(trainer: trainer))
    }

    @Test("a list fails, is stale, holds other people's jobs and twins, doubles, and stands either way round")
    func list() async throws {
        let (trainer, caller) = try trainer {
            $0.list.failures = [.error]
            $0.list.failuresAfterwards = ListHabits.Failure.allCases
            $0.list.staleFor = 2
            $0.list.strangers = 2
            $0.list.arrivals = 1
            $0.list.twins = 1
            $0.list.doubles = true
            $0.list.isNewestFirst = true
        }
        defer { trainer.stop() }
        #expect(await caller.list() == nil)
        #expect(await caller.list()?.count == 4)
        _ = await caller.post()
        for _ in ListHabits.Failure.allCases { #expect(await caller.list() == nil) }
        func names() async -> [String]? { await caller.list()?.map { $0["output_name"]?.string ?? "" } }
        let strangers = ["stranger_1", "stranger_1", "stranger_0", "stranger_0"]
        let stale = ["harbour", "harbour", "arrival_1_0", "arrival_1_0"] + strangers
        #expect(await names() == stale)
        #expect(await names() == stale)
        #expect(await names() == ["harbour", "harbour"] + stale)
        #expect(trainer.started.count == 1 && trainer.jobs.count == 5)
        trainer.change {
            $0.list.isNewestFirst = false
            $0.list.doubles = false
        }
        #expect(await names() == ["stranger_0", "stranger_1", "arrival_1_0", "harbour", "harbour"])
        trainer.change { $0.list.isMissing = true }
        #expect(await caller.get("/train/jobs").hasPrefix("404 "))
    }

    @Test("a stale list knows the status; a late job is not known at all; then both are")
    func staleOrLate() async throws {
        for isLate in [false, true] {
            let (trainer, caller) = try trainer {
                if isLate { $0.posts = [.closed(.late(lists: 2))] } else { $0.list.staleFor = 2 }
            }
            defer { trainer.stop() }
            _ = await caller.post()
            let id = try #require(trainer.started.first?.id)
            #expect(await caller.get("/train/status/\(id)").hasPrefix(isLate ? "404 " : "200 "))
            #expect(await caller.list() == [])
            #expect(await caller.list() == [])
            #expect(await caller.list()?.count == 1)
            #expect(await caller.get("/train/status/\(id)").hasPrefix("200 "))
        }
    }

    @Test("what a job object shows is a matter of habit; paths are Windows'")
    func extras() async throws {
        let (trainer, caller) = try trainer { $0.imageCountName = "num_images" }
        defer { trainer.stop() }
        _ = await caller.post()
        let full = try #require(await caller.list()?.first)
        #expect(full["output_path"]?.string == #"C:\ComfyUI\models\loras\QWEN\harbour.safetensors"#)
        #expect(full["output_name"] == "harbour" && full["num_images"] == 1)
        #expect(full["created_at"]?.string?.hasSuffix("Z") == true)
        trainer.change { $0.shows = [] }
        let bare = try #require(await caller.list()?.first)
        #expect(bare["output_path"] == .null && bare["output_name"] == nil && bare["num_images"] == nil)
        #expect(bare["created_at"] == nil && bare["job_id"] == full["job_id"])
    }

    @Test(
        "jobs go their course by the number of looks",
        arguments: [
            (JobCourse.quick, ["completed", "completed"]),
            (.backwards, ["training", "training", "training", "training", "completed"]),
            (.strange, ["warming_up", "null", "Completed", "done?", "completed"]),
            (.vanishing, ["training", "training", "404", "404"]),
            (.stalled, ["training", "training", "training", "training"]),
            (.failing, ["training", "training", "failed", "failed"]),
            (
                .whole,
                ["idle", "queued", "preparing", "caching_latents", "caching_text"]
                    + ["training", "training", "training", "training", "completed"]
            ),
        ])
    func courses(_ course: JobCourse, _ words: [String]) async throws {
        let (trainer, caller) = try trainer { $0.course = course }
        defer { trainer.stop() }
        _ = await caller.post()
        let id = try #require(trainer.started.first?.id)
        #expect(try await caller.statuses(id, words.count) == words)
    }

    @Test("a restart that forgets counts what it started, and may give the same numbers again")
    func restart() async throws {
        let (trainer, caller) = try trainer { $0.numbersJobs = true }
        defer { trainer.stop() }
        _ = await caller.post()
        trainer.restart(forgetting: false)
        #expect(await caller.list()?.map { $0["job_id"] } == [1])
        trainer.restart(forgetting: true)
        #expect(await caller.list() == [])
        _ = await caller.post()
        #expect(await caller.list()?.map { $0["job_id"] } == [1])
        #expect(trainer.started.count == 2 && trainer.jobs.count == 1)
        // Forgetting after the body was taken, and before it.
        let restarts: [(PostFault, [Int64])] = [
            (.restarted(.now, forgetting: true), []), (.reborn(.now), [1]),
        ]
        for (fault, ids) in restarts {
            trainer.change { $0.posts = [fault] }
            _ = await caller.post()
            #expect(await caller.list()?.compactMap { $0["job_id"]?.int } == ids)
        }
        #expect(trainer.started.count == 4)
    }

    @Test(
        "logs in each shape",
        arguments: [
            (ContraryHabits.LogShape.string, #"200 "line 0 of harbour""#),
            (.lines, #"200 ["line 0 of harbour"]"#),
            (.stringInObject, #"200 {"success":true,"logs":"line 0 of harbour"}"#),
            (.linesInObject, #"200 {"success":true,"logs":["line 0 of harbour"]}"#),
            (.text, "200 line 0 of harbour"), (.null, #"200 {"success":true,"logs":null}"#),
        ])
    func logs(_ shape: ContraryHabits.LogShape, _ answer: String) async throws {
        let (trainer, caller) = try trainer { $0.logs = shape }
        defer { trainer.stop() }
        _ = await caller.post()
        let id = try #require(trainer.started.first?.id)
        #expect(await caller.get("/train/logs/\(id)") == answer)
        #expect(await caller.get("/train/logs/nobody").hasPrefix("404 "))
    }

    @Test(
        "cancelling, at once, later, never, refused, and of a job that ended",
        arguments: [
            (ContraryHabits.Cancelling.atOnce, JobCourse.stalled, "200 ", ["cancelled", "cancelled"]),
            (.afterLooks(1), .stalled, "200 ", ["training", "cancelled"]),
            (.never, .stalled, "200 ", ["training", "training"]),
            (.refused(409), .stalled, "409 ", ["training", "training"]),
            (.atOnce, .quick, "200 ", ["completed", "completed"]),
        ])
    func cancelling(
        _ habit: ContraryHabits.Cancelling, _ course: JobCourse, _ answer: String, _ words: [String]
    ) async throws {
        let (trainer, caller) = try trainer {
            $0.cancelling = habit
            $0.course = course
        }
        defer { trainer.stop() }
        _ = await caller.post()
        let id = try #require(trainer.started.first?.id)
        #expect(await caller.cancel(id).hasPrefix(answer))
        #expect(try await caller.statuses(id, 2) == words)
        #expect(await caller.cancel("nobody").hasPrefix("404 "))
    }
}
