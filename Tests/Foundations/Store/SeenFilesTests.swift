import Dataset
import Foundation
import TestKit
import Testing

@testable import Store

@Suite struct SeenFilesTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private let path: String

    init() throws {
        directory = try TemporaryDirectory("seen")
        store = try Store(at: directory.path("state"))
        path = try directory.write("content", "a.jpg")
    }

    private func stamp() -> FileStamp {
        var status = stat()
        #expect(stat(path, &status) == 0)
        return FileStamp(status)
    }

    /// Sets the time of changing; the system sets the other one to now.
    private func setModified(_ seconds: Int) {
        var times = [timespec(tv_sec: seconds, tv_nsec: 5), timespec(tv_sec: seconds, tv_nsec: 5)]
        #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    }

    @Test func aFileIsKnownAgain() throws {
        let old = FileStamp(inode: 1, device: 2, bytes: 7, modified: 3, changed: 4)
        try store.caches.remember(Digest.of("content"), ofFile: path, old)
        #expect(try store.caches.digest(ofFile: path, old) == Digest.of("content"))
        #expect(try store.caches.digest(ofFile: path + "x", old) == nil)
        #expect(try store.caches.digest(ofFile: path, stamp()) == nil)
    }

    @Test func aYoungFileIsNotTrusted() throws {
        try store.caches.remember(Digest.of("content"), ofFile: path, stamp())
        #expect(try store.caches.digest(ofFile: path, stamp()) == nil)
    }

    @Test func anotherContentUnderTheSameSizeAndTimeIsNoticed() throws {
        setModified(1_000_000_000)
        let before = stamp()
        try directory.write("CONTENT", "a.jpg")
        setModified(1_000_000_000)
        let after = stamp()
        #expect(before != after)
        // The control: it is `ctime` alone that tells them apart where the file was written in place.
        #expect(before.modified == after.modified && before.bytes == after.bytes)
    }
}
