import Dataset
import Testing

@testable import Sandbox

@Suite struct StorageWordsTests {
    @Test(
        arguments: [
            (nil, ByteRange.whole), ("items=0-1", .whole), ("bytes=0-3", .part(0...3)),
            ("bytes=4-", .part(4...9)),
            ("bytes=5-99", .part(5...9)), ("bytes=-3", .part(7...9)), ("bytes=-30", .part(0...9)),
            ("bytes=10-", .unsatisfiable), ("bytes=3-2", .unsatisfiable), ("bytes=0-1,4-5", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=a-", .unsatisfiable), ("bytes=", .unsatisfiable),
        ] as [(String?, ByteRange)])
    func rangesOfTenBytes(header: String?, range: ByteRange) {
        #expect(ByteRange(header, size: 10) == range)
    }

    @Test(
        arguments: [
            (
                "GET", "/object/public/b/d/a.png",
                StorageRoute.object(.open, bucket: "b", key: "d/a.png")
            ),
            ("GET", "/object/b//x", .object(.either, bucket: "b", key: "/x")),
            ("HEAD", "/object/authenticated/b/k", .object(.withKey, bucket: "b", key: "k")),
            ("GET", "/object/sign/b/a%20b", .object(.signed, bucket: "b", key: "a b")),
            ("POST", "/object/sign/b/k", .signOne(bucket: "b", key: "k")),
            ("POST", "/object/sign/b", .signMany(bucket: "b")),
            ("GET", "/status", .status),
            ("POST", "/object/b/k", .upload(bucket: "b", key: "k", isUpdate: false)),
            ("PUT", "/object/b/k", .upload(bucket: "b", key: "k", isUpdate: true)),
            ("DELETE", "/object/b/k", .remove(bucket: "b", key: "k")),
            ("DELETE", "/object/b", .removeMany(bucket: "b")),
            ("POST", "/object/list/b", .list(bucket: "b")),
            ("POST", "/object/list-v2/b", .listPages(bucket: "b")),
            ("GET", "/object/info/b/k", .info(.either, bucket: "b", key: "k")),
            ("GET", "/object/info/public/b/k", .info(.open, bucket: "b", key: "k")),
            ("POST", "/object/upload/sign/b/k", .signUpload(bucket: "b", key: "k")),
            ("PUT", "/object/upload/sign/b/k", .uploadSigned(bucket: "b", key: "k")),
            ("POST", "/object/move", .move), ("GET", "/bucket/b", .bucket("b")),
            ("POST", "/bucket/b/empty", .emptyBucket("b")), ("PATCH", "/bucket/b", nil),
            ("GET", "/bucket/b/c", nil),
            ("GET", "/render/image/public/b/k", .render), ("GET", "/object/b", nil), ("GET", "/nothing", nil),
            ("PATCH", "/object/b/k", nil), ("GET", "/object/b/" + String(repeating: "k", count: 2501), nil),
        ] as [(String, String, StorageRoute?)])
    func pathsAreReadAsRoutes(method: String, path: String, route: StorageRoute?) throws {
        #expect(try StorageRoute(method: method, path: path) == route)
    }

    @Test(arguments: [
        "é.png", "a%.png", "a#b", "a~b", "a[1]", "a{b}", "a^b", "a|b", "a`b", "a\"b", "a<b", "a\\b",
    ])
    func namesThatCannotBeKeysAreRefused(name: String) {
        #expect(!StorageKey.isKey(name))
        #expect(throws: StorageFailure.badKey(name)) {
            try StorageRoute(
                method: "GET", path: "/object/public/b/" + PercentCoding.encoded(name, keeping: "/"))
        }
    }

    @Test func everyCharacterOfTheRuleMayBeInAKey() {
        #expect(StorageKey.isKey("aZ09_/!-.*'() &$@=;:+,?"))
    }
}
