import Testing

@testable import lorapipe

@Suite("The changing line")
struct StatusLineTests {
    private let training = StatusLine(
        head: "train", share: 0.37,
        words: ["1 h 12 min left", "loss 0.0812", "step 55/208", "epoch 5", "training"])

    @Test("a wide terminal shows all of it, with a bar of 24")
    func wide() {
        let text = training.text(columns: 120)
        #expect(
            text
                == "train    ████████░░░░░░░░░░░░░░░░ 37 % 1 h 12 min left · loss 0.0812 · step 55/208 · epoch 5 · training"
        )
    }

    @Test("time left and loss stay at 80 columns, and nothing is cut in the middle of a word")
    func eighty() {
        let text = training.text(columns: 79)
        #expect(text.count <= 79 && text.contains("1 h 12 min left · loss 0.0812"), "\(text)")
        #expect(text.hasSuffix("step 55/208 · epoch 5"), "\(text)")
        #expect(text.contains("█"))
    }

    @Test("so they do beside the name of a run, of which the end is kept")
    func named() {
        var line = training
        line.run = "harbour-network_dim16-lr5e-05"
        let text = line.text(columns: 79)
        #expect(text.count <= 79 && text.contains("1 h 12 min left · loss 0.0812"), "\(text)")
        #expect(text.hasPrefix("…") && text.contains("lr5e-05 train"), "\(text)")
    }

    @Test("no width breaks it", arguments: 1...130)
    func anyWidth(_ columns: Int) {
        var line = training
        for run in [nil, "a", String(repeating: "n", count: 60)] {
            line.run = run
            #expect(line.text(columns: columns).count <= columns)
        }
        #expect(StatusLine(head: "pull     reading rows …").text(columns: columns).count <= columns)
    }

    @Test("shares outside of 0 to 1 are taken for its ends", arguments: [(-0.5, "0 %"), (7, "100 %")])
    func shares(_ share: Double, _ percent: String) {
        let line = StatusLine(head: "check", share: share, words: ["3 of 2"])
        #expect(line.text(columns: 60).contains(" \(percent) 3 of 2"))
        #expect(line.plain == "check    \(percent) 3 of 2")
    }
}

@Suite("A log without a bar")
struct NewsTests {
    @Test("has a line a minute while something happens")
    func everyMinute() {
        let start = ContinuousClock.now
        var news = News(since: start)
        #expect(!news.isDue(at: start + .seconds(59)))
        #expect(news.isDue(at: start + .seconds(60)))
        news.wasTold(at: start + .seconds(60))
        #expect(!news.isDue(at: start + .seconds(119)))
        #expect(news.isDue(at: start + .seconds(120)))
    }
}
