import Dataset
import MusubiAPI
import Store
import Testing
import Train

@Suite struct LoraTests {
    @Test func eachNameWithItsNewestRun() {
        let library = Lora.library([
            RecordScene.ended("job-5", payload: "c", name: "other"),
            RecordScene.ended("job-4", payload: "b"),
            RecordScene.ended("job-3", payload: "b"),
            RecordScene.ended("job-2", payload: "a", name: "HARBOUR_V1"),
            RecordScene.ended("job-1", payload: "a", at: "https://second"),
        ])
        #expect(library.loras.map(\.job.id) == ["job-5", "job-4", "job-1"] && library.rehearsals == 0)
        let harbour = library.loras[1]
        // Windows knows no difference between the two spellings; a second run of one payload overwrites with the same.
        #expect(harbour.runs == 3 && harbour.overwritten.map(\.jobID) == ["job-2"])
        #expect(harbour.json["overwritten"]?.array?.first?["payload"]?.string == Digest.of("a").hex)
        #expect(library.loras[2].runs == 1 && library.loras[2].overwritten.isEmpty)
    }

    @Test func whatMadeNoLoraIsNotListed() {
        let rehearsal = "[rehearsal, no weights are trained] completed"
        var running = RecordScene.ended("job-0")
        running.phase = .tracked
        let submissions = [
            RecordScene.ended("job-3", payload: "b", message: rehearsal),
            RecordScene.ended("job-2", status: "failed"), running, RecordScene.ended("job-1", payload: "a"),
        ]
        let library = Lora.library(submissions)
        #expect(library.loras.map(\.job.id) == ["job-1"] && library.rehearsals == 1)
        let all = Lora.library(submissions, rehearsed: true)
        #expect(all.loras.map(\.job.id) == ["job-3"] && all.rehearsals == 0 && all.loras[0].runs == 2)
        // It overwrote no file.
        #expect(all.loras[0].overwritten.isEmpty && all.loras[0].json["is_rehearsal"] == true)
    }
}
