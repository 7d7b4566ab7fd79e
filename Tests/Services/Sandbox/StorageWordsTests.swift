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

    @Test(arguments: [
        ("a b+c?.png", "a%20b%2Bc%3F.png"), ("d/é", "d/%C3%A9"), ("100%", "100%25"), ("A-z_0.~", "A-z_0.~"),
    ])
    func pathsAreEncodedAndReadBack(plain: String, encoded: String) {
        #expect(PercentCoding.encoded(plain) == encoded)
        #expect(PercentCoding.decoded(encoded) == plain)
    }

    @Test(arguments: ["%4", "%zz", "%", "%ff"])
    func brokenEscapesAreNoPath(text: String) {
        #expect(PercentCoding.decoded(text) == nil)
    }

    @Test func aPlusStaysAPlusAndEscapesAreUndoneOnce() {
        #expect(PercentCoding.decoded("a+b%2541") == "a+b%41")
    }

    @Test(
        arguments: [
            (
                "GET", "/storage/v1/object/public/b/d/a.png",
                StorageRoute.object(.open, bucket: "b", key: "d/a.png")
            ),
            ("GET", "/storage/v1/object/b//x", .object(.either, bucket: "b", key: "/x")),
            ("HEAD", "/storage/v1/object/authenticated/b/k", .object(.withKey, bucket: "b", key: "k")),
            ("GET", "/storage/v1/object/sign/b/a%20b", .object(.signed, bucket: "b", key: "a b")),
            ("POST", "/storage/v1/object/sign/b/k", .signOne(bucket: "b", key: "k")),
            ("POST", "/storage/v1/object/sign/b", .signMany(bucket: "b")),
            ("GET", "/storage/v1/status", .status),
            ("POST", "/storage/v1/object/b/k", nil), ("GET", "/object/b/k", nil),
            ("GET", "/storage/v1/object/b", nil),
            ("DELETE", "/storage/v1/object/b/k", nil),
        ] as [(String, String, StorageRoute?)])
    func pathsAreReadAsRoutes(method: String, path: String, route: StorageRoute?) throws {
        #expect(try StorageRoute(method: method, path: path) == route)
    }

    @Test(arguments: [
        "é.png", "a%.png", "a#b", "a~b", "a[1]", "a{b}", "a^b", "a|b", "a`b", "a\"b", "a<b", "a\\b",
    ])
    func namesThatCannotBeKeysAreRefused(name: String) {
        #expect(!StorageShelf.isKey(name))
        #expect(throws: StorageFailure.badKey(name)) {
            try StorageRoute(
                method: "GET", path: "/storage/v1/object/public/b/" + PercentCoding.encoded(name))
        }
    }

    @Test func everyCharacterOfTheRuleMayBeInAKey() {
        #expect(StorageShelf.isKey("aZ09_/!-.*'() &$@=;:+,?"))
    }
}
