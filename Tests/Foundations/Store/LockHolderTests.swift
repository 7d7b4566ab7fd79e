import Dataset
import Foundation
import TestKit
import Testing

@testable import Store

@Suite struct LockHolderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("holders") }

    @Test func aLockSaysWhoHoldsItAsLongAsItIsHeld() throws {
        let path = directory.path("lock")
        var held = try FileLock(at: path)
        #expect(held != nil)
        let holder = try #require(LockHolder.read(path))
        #expect(holder.process == getpid() && !holder.user.isEmpty && !holder.host.isEmpty)
        #expect(abs(holder.since.timeIntervalSinceNow) < 60)
        #expect(
            holder.description
                == "by \(holder.user) on \(holder.host), process \(getpid()), since \(holder.since.formatted(.iso8601))"
        )
        // Whoever does not get it changes nothing.
        #expect(try FileLock(at: path) == nil && LockHolder.read(path) == holder)
        held = nil
        #expect(LockHolder.read(path) == nil)
    }

    /// What a killed process left says nothing about who holds the lock.
    @Test func aLineAloneHoldsNothing() throws {
        let path = try directory.write(
            #"{"user":"u","host":"h","process":\#(getpid()),"since":"2026-01-02T03:04:05Z"}"# + "\n", "lock")
        #expect(LockHolder.read(path)?.user == "u")
        let held = try FileLock(at: path)
        #expect(held != nil && LockHolder.read(path)?.user != "u")
        withExtendedLifetime(held) {}
    }

    @Test(arguments: [
        "", "\n", "{", "[]", #"{"user":"u"}"#, #"{"user":1,"host":2,"process":"x","since":""}"#,
    ])
    func whatCanNotBeReadNamesNobody(_ text: String) throws {
        #expect(LockHolder.read(try directory.write(text, "lock")) == nil)
        #expect(LockHolder.read(directory.path("none")) == nil)
    }

    @Test func whoHandsOverIsNamedToTheOthers() async throws {
        let (first, second) = (try Store(at: directory.path("state")), try Store(at: directory.path("state")))
        #expect(try await second.submissionLockHolder(to: "https://t") == nil)
        let held = try await first.submissionLock(to: "https://t")
        #expect(try await second.submissionLockHolder(to: "https://t")?.process == getpid())
        #expect(try await second.submissionLockHolder(to: "https://other") == nil)
        withExtendedLifetime(held) {}
    }
}
