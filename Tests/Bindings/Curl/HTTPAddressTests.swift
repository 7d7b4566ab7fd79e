import Curl
import Testing

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("https://other.example:8443/x?y=1", "https://other.example:8443/x?y=1"),
        ("HTTP://Other.example/", "http://other.example/"),
        ("//cdn.example/a/b", "https://cdn.example/a/b"),
        ("/from/root?t=1", "https://host.example:444/from/root?t=1"),
        ("name", "https://host.example:444/a/b/name"),
        ("../name", "https://host.example:444/a/name"),
        ("?q=2", "https://host.example:444/a/b/c?q=2"),
        ("/%2e%2e/x//y", "https://host.example:444/%2e%2e/x//y"),
        ("/\\evil.example/x", "https://host.example:444/\\evil.example/x"),
    ])
    func locationsAreResolved(location: String, url: String) throws {
        let base = try HTTPAddress("https://host.example:444/a/b/c?token=1#part")
        let address = try HTTPAddress(location, relativeTo: base)
        let wanted = try HTTPAddress(url)
        #expect(address.origin == wanted.origin)
        #expect(address.path == wanted.path)
        #expect(address.query == wanted.query)
        #expect(try HTTPAddress(address.url).path == wanted.path)
    }

    @Test(arguments: [
        "ftp://h/x", "file:///etc/passwd", "javascript:alert(1)", "//u:s3cret@h/x", "https://s3cret@h/", "",
        "/a b", "/a\r\nX: y", "/a\0b", "https://", "//", "http://h:99999/",
    ])
    func badLocationsAreRefused(location: String) throws {
        let base = try HTTPAddress("https://host.example/a?token=s3cret")
        let error = #expect(throws: HTTPError.self) { try HTTPAddress(location, relativeTo: base) }
        #expect(error?.kind == .invalidURL)
        #expect(error?.message.contains("s3cret") == false)
    }
}
