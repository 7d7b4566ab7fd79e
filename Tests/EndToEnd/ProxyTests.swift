import Dataset
import Foundation
import TestKit
import Testing

/// A trainer behind a proxy that wants a password, with a certificate of a private authority: every command that
/// talks to it.
@Suite("Behind a company's proxy", .timeLimit(.minutes(5)))
struct ProxyTests {
    private static let job = #"{"job_id":"k7","status":"completed","progress":100,"output_path":"a"}"#

    private static func trainer() throws -> ScriptedServer {
        try ScriptedServer { request in
            switch request.path {
            case "/train/jobs": .answer(body: "[]")
            case "/train/logs/k7": .answer(body: #""one line""#)
            case "/health": .answer(body: #"{"status":"ok"}"#)
            default: .answer(body: job)
            }
        }
    }

    @Test("the pipeline's settings, the options and the environment all lead there")
    func allWaysLeadThere() async throws {
        let scene = try FolderScene()
        let authority = try TestAuthority()
        let server = try Self.trainer()
        let proxy = try ForwardProxy(credentials: "carol:canary-5512")
        defer {
            proxy.stop()
            server.stop()
        }
        let named = proxy.url(for: "carol:canary-5512")
        try await TLSFront.run(try authority.identity(for: ["DNS:trainer.invalid"]), before: server) { port in
            let url = "https://trainer.invalid:\(port)"
            try scene.place.write(try String(contentsOfFile: authority.file, encoding: .utf8), "company.pem")
            let settings = """
                name: sample
                pull: { source: folder, path: pictures, trigger: h4rbour }
                prepare: { resolution: 512, format: jpeg }
                train: { endpoint: "\(url)", proxy: "${P}", ca: company.pem }
                """
            let file = try scene.place.write(settings, "behind.yaml")
            let variables = [("P", named)]
            for arguments in [
                ["train", file], ["doctor", file], ["health", "--pipeline", file],
                ["status", "k7", "--pipeline", file],
                ["watch", "k7", "--pipeline", file], ["logs", "k7", "--pipeline", file],
            ] {
                let run = try await scene.run(arguments, variables)
                #expect(run.status == 0, "\(arguments): \(run.errors)")
                #expect(!(run.output + run.errors).contains("canary-5512"))
            }
            let options = ["--endpoint", url, "--proxy", named, "--ca", authority.file]
            let elsewhere = [("LORAPIPE_PROXY", named), ("LORAPIPE_CA", authority.file)]
            try scene.place.write(
                settings.replacing(", proxy: \"${P}\", ca: company.pem", with: ""), "plain.yaml")
            let trained = try await scene.run(
                [
                    "train", scene.place.path("plain.yaml"), "--again", "--proxy", named, "--ca",
                    authority.file,
                ])
            #expect(trained.status == 0, "\(trained.errors)")
            #expect(!(trained.output + trained.errors).contains("canary-5512"))
            for command in [["health"], ["jobs"], ["cancel", "k7"]] {
                let byOptions = try await scene.run(command + options)
                #expect(byOptions.status == 0, "\(command): \(byOptions.errors)")
                let byEnvironment = try await scene.run(command + ["--endpoint", url], elsewhere)
                #expect(byEnvironment.status == 0, "\(command): \(byEnvironment.errors)")
            }
            #expect(proxy.requests.allSatisfy { $0.method == "CONNECT" })
            #expect(server.requests.contains { $0.method == "POST" && $0.path == "/train" && $0.isComplete })
            // The control: without them nobody answers, and the words say what to do.
            let alone = try await scene.run(["health", "--endpoint", url])
            #expect(alone.status == 3)
            let wrong = try await scene.run(
                [
                    "health", "--endpoint", url, "--ca", authority.file, "--proxy",
                    proxy.url(for: "carol:canary-no"),
                ])
            #expect(wrong.status == 3 && wrong.errors.contains("the proxy \(proxy.url) answered 407"))
            #expect(!wrong.errors.contains("canary-no"))
        }
    }

    @Test("what is wrong with them is a mistake in the settings, and no password is repeated")
    func mistakes() async throws {
        let scene = try FolderScene()
        let to = ["health", "--endpoint", "http://127.0.0.1:1"]
        for more in [
            ["--proxy", "socks5://u:canary@h:1"], ["--ca", scene.pipeline], ["--ca", "/nowhere.pem"],
        ] {
            let run = try await scene.run(to + more)
            #expect(run.status == 2 && run.lastError.hasPrefix("error: "), "\(run.errors)")
            #expect(!run.errors.contains("canary"))
        }
        let run = try await scene.run(to, [("LORAPIPE_PROXY", "http://u:canary@h")])
        #expect(run.status == 2 && run.errors.contains("LORAPIPE_PROXY") && !run.errors.contains("canary"))
    }
}
