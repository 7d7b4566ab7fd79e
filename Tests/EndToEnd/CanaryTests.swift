import Foundation
import TestKit
import Testing

/// No secret of any setting is found in anything that the program writes: its words, state directory, exports and
/// reports, whatever the services say.
@Suite("Secrets are nowhere in what is written", .timeLimit(.minutes(10)))
struct CanaryTests {
    private let scene: CanaryScene

    init() throws { scene = try CanaryScene() }

    @Test("around the trainer, with good answers and bad", arguments: [nil, 401, 422, 500])
    func trainer(refusal: Int?) async throws {
        try FileManager.default.copyItem(
            atPath: "\(Program.root)/samples/harbour", toPath: scene.settings.path("pictures"))
        let server = try ScriptedServer { [scene] request in
            refusal.map { scene.refusal(request, $0) } ?? scene.goodTrainer(request)
        }
        let proxy = try ForwardProxy(credentials: "carol:" + CanaryScene.value("proxy-password"))
        defer {
            proxy.stop()
            server.stop()
        }
        try scene.settings.write("TOKEN='\(CanaryScene.value("dot-env-token"))'\n", ".env")
        let way = proxy.url(for: "carol:" + CanaryScene.encoded("proxy-password"))
        let file = try scene.settings.write(
            """
            name: canary
            pull: { source: folder, path: pictures, trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg }
            train: { endpoint: "\(server.url)", token: "${TOKEN}", proxy: "\(way)" }
            notify:
              url: "\(server.url)/hook/\(CanaryScene.encoded("notify-url"))"
              command: "cat >> \(scene.written.path("notice.json")); env >> \(scene.written.path("env.txt"))"
            """, "p.yaml")
        let out = scene.written.path("out")
        try await scene.runBoth(["check", file, "--report", out + ".json", "--report", out + ".html"])
        try await scene.runBoth(["check", file, "--report", out + ".xml"])
        try await scene.run(["export", file, "--out", out])
        let trained = try await scene.run(["train", file, "--json", "--out", scene.written.path("trained")])
        #expect(trained.status == (refusal == nil ? 0 : refusal == 500 ? 130 : 3), "\(trained.errors)")
        try await scene.run(["submit", out, "--pipeline", file])
        try await scene.run(["submit", out, "--pipeline", file, "--resubmit", "--json"])
        for command in [
            ["jobs"], ["status", "k1"], ["watch", "k1"], ["logs", "k1"], ["logs", "k1", "--follow"],
            ["cancel", "k1"],
            ["health"],
        ] {
            try await scene.runBoth(command + ["--pipeline", file])
        }
        try await scene.runBoth(["doctor", file])
        // By the environment, with a password that the proxy does not take: it says what it was told.
        let wrong = proxy.url(for: "carol:" + CanaryScene.encoded("variable-proxy-password"))
        let variables = [("LORAPIPE_TOKEN", CanaryScene.value("variable-token"))]
        for command in [["health"], ["jobs"], ["submit", out, "--resubmit"]] {
            try await scene.runBoth(command + ["--endpoint", server.url], variables)
            try await scene.runBoth(
                command + ["--endpoint", server.url + "/page"], variables + [("LORAPIPE_PROXY", wrong)])
        }
        // And what is wrong by itself.
        let password = CanaryScene.encoded("mistaken-password")
        for option in ["train.endpoint=http://u:\(password)@h", "train.proxy=socks5://u:\(password)@h:1"] {
            try await scene.runBoth(["train", file, "--set", option])
        }
        try await scene.runBoth(["health", "--endpoint", "http://u:\(password)@h"])
        #expect(proxy.requests.contains { $0.header("Proxy-Authorization") != nil })
        // Nobody is told of what the user ended.
        if refusal != 500 { #expect(try !scene.written.bytes("env.txt").isEmpty) }
        try scene.expectNone(
            Set(["dot-env-token", "variable-token"]).union(refusal == 500 ? [] : ["notify-url"]))
    }
}
