import Curl
import Foundation
import Pipeline
import TestKit
import Testing
import Train

@Suite("How a trainer is reached, as pipeline files say it")
struct TrainerReadingTests {
    private static func file(_ train: String) -> String {
        SettingsScene.folder + "train: { endpoint: \"https://trainer.example.com\", \(train) }\n"
    }

    @Test("a proxy with its password, and a PEM file beside the pipeline file")
    func taken() throws {
        let scene = try SettingsScene(["P": "http://carol:canary@proxy.example.com:3128"])
        let authority = try TestAuthority()
        try scene.directory.write(
            try String(contentsOfFile: authority.file, encoding: .utf8), "certificates/company.pem")
        let file = try scene.read(
            Self.file("proxy: \"${P}\", ca: certificates/company.pem"), for: .train)
        #expect(file.endpoint?.proxy?.url == "http://proxy.example.com:3128")
        #expect(file.endpoint?.authorities?.path == scene.directory.path("certificates/company.pem"))
        #expect(try scene.read(Self.file("seed: 1"), for: .train).endpoint?.proxy == nil)
    }

    @Test("an address that is none, without showing it")
    func notAProxy() throws {
        for text in ["socks5://u:canary@h:1", "http://u:canary@h", "https://canary@h:1", "canary"] {
            let problems = try SettingsScene().problems(Self.file("proxy: \"\(text)\""), for: .train)
            #expect(problems.map(\.line) == [2])
            #expect("\(problems)".contains("train.proxy") && !"\(problems)".contains("canary"))
        }
    }

    @Test("a file that is not there or holds no certificate, at once")
    func notACertificate() throws {
        let scene = try SettingsScene()
        try scene.directory.write("hello", "hello.pem")
        for (name, why) in [("gone.pem", "can't be read"), ("hello.pem", "no certificate")] {
            let problems = try scene.problems(Self.file("ca: \(name)"))
            #expect("\(problems)".contains("train.ca") && "\(problems)".contains(why))
        }
    }
}
