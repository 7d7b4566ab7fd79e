import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

@Suite("Where the ledger of runs lies")
struct LedgerPlaceTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("place") }

    private func place(_ environment: [String: String]) -> String? {
        if case .directory(let path) = LedgerLocation.ofUser(environment) { path } else { nil }
    }

    @Test("by XDG_STATE_HOME, else by HOME; what is no absolute path counts as none")
    func byTheEnvironment() {
        #expect(place(["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/lorapipe")
        #expect(place(["HOME": "/h"]) == "/h/.local/state/lorapipe")
        #expect(place(["XDG_STATE_HOME": "", "HOME": "/h"]) == "/h/.local/state/lorapipe")
        #expect(place(["XDG_STATE_HOME": "s", "HOME": "/h"]) == "/h/.local/state/lorapipe")
        #expect(place(["HOME": ""]) == nil && place(["HOME": "h"]) == nil && place([:]) == nil)
    }

    @Test("without any there is none, and only who asks for it is told")
    func nowhere() async throws {
        let store = try Store(at: directory.path("state"), ledger: .ofUser([:]))
        #expect(try store.caches.fetched(from: "x") == nil)
        let error = await #expect(throws: StoreError.self) { try await store.ledger }
        #expect(error?.message.contains("HOME") == true && error?.hint.contains("--state") == true)
    }

    @Test("two folders of one user share it; nothing is made before it is asked for")
    func shared() async throws {
        let user = LedgerLocation.directory(directory.path("user/lorapipe"))
        let (one, other) = (
            try Store(at: directory.path("one"), ledger: user),
            try Store(at: directory.path("other"), ledger: user)
        )
        #expect(!FileManager.default.fileExists(atPath: directory.path("user")))
        let written = try await one.ledger.intend(Self.submission)
        #expect(try await other.ledger.submissions() == [written])
        let held = try await one.submissionLock(to: "https://t")
        #expect(held != nil)
        #expect(try await other.submissionLock(to: "https://t") == nil)
        withExtendedLifetime(held) {}
        // The control: with a ledger each, they know nothing of one another.
        let alone = try Store(at: directory.path("other"))
        #expect(try await alone.ledger.submissions().isEmpty)
        #expect(try await alone.submissionLock(to: "https://t") != nil)
        let mode = try FileManager.default.attributesOfItem(atPath: directory.path("user/lorapipe"))
        #expect(mode[.posixPermissions] as? Int == 0o700)
    }

    @Test("many that open it for the first time at once all get it")
    func firstOpenings() async throws {
        let user = LedgerLocation.directory(directory.path("user"))
        try await withThrowingTaskGroup { group in
            for number in 0..<12 {
                group.addTask { [directory] in
                    _ = try await Store(at: directory.path("state\(number % 3)"), ledger: user).ledger.intend(
                        Self.submission)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Ledger(user, besides: directory.path("x")).submissions().count == 12)
    }

    static let submission = Submission(
        payload: Digest.of("a"), endpoint: "https://t", dialect: "plain", outputName: "n", images: 1,
        export: "/out")
}
