import Curl
import Foundation
import TestKit
import Testing

@testable import Pipeline

@Suite("Settings files: no more is read than their limit")
struct SettingsTextTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("text") }

    /// The device never ends: read whole, it takes all memory.
    @Test func aFileWithoutAnEndIsRefused() throws {
        #expect(throws: SettingsText.Unreadable.self) { try SettingsText.read("/dev/zero") }
        let error = #expect(throws: SettingsError.self) {
            try PipelineFile(at: "/dev/zero", for: .check, environment: [:])
        }
        #expect(error?.problems.map(\.message) == ["is no regular file"])
        let device = #expect(throws: HTTPError.self) { try CertificateFile("/dev/zero") }
        #expect(device?.message == "/dev/zero is not a regular file")
        let large = try directory.write("", "large.pem")
        #expect(truncate(large, (16 << 20) + 1) == 0)
        let ca = #expect(throws: HTTPError.self) { try CertificateFile(large) }
        #expect(ca?.message.contains("is above the limit of 16 MiB") == true)
    }

    @Test func aDotEnvWithoutAnEndIsRefused() throws {
        let file = try directory.write(SettingsScene.folder, "p.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path(".env"), withDestinationPath: "/dev/zero")
        let error = #expect(throws: SettingsError.self) {
            try PipelineFile(at: file, for: .check, environment: [:])
        }
        #expect(error?.problems.map(\.message) == ["is no regular file"])
    }

    @Test func theLimitItselfMayBeReachedAndAMarkIsLeftAway() throws {
        let full = String(repeating: "#", count: SettingsText.longest)
        #expect(try SettingsText.read(directory.write(full, "full")) == full)
        let over = #expect(throws: SettingsText.Unreadable.self) {
            try SettingsText.read(directory.write(full + "#", "over"))
        }
        #expect(over?.what == "is above the limit of 1 MiB")
        #expect(try SettingsText.read(directory.write("\u{FEFF}a: 1", "marked")) == "a: 1")
        #expect(throws: SettingsText.Unreadable.self) { try SettingsText.read(directory.path("none")) }
        #expect(throws: SettingsText.Unreadable.self) { try SettingsText.read(directory.path) }
    }
}
