import MusubiAPI
import Testing
import Train

@Suite("Endpoint")
struct EndpointTests {
    @Test(
        "base URLs in one spelling each",
        arguments: [
            ("https://trainer.example.com", "https://trainer.example.com"),
            ("https://trainer.example.com/", "https://trainer.example.com"),
            ("https://trainer.example.com//", "https://trainer.example.com"),
            ("https://trainer.example.com/api/v1/", "https://trainer.example.com/api/v1"),
            ("HTTPS://Trainer.Example.com:443/Api", "https://trainer.example.com/Api"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ])
    func accepted(given: String, url: String) throws {
        #expect(try Endpoint(given).url == url)
    }

    @Test(
        "what is no http URL",
        arguments: [
            "", "trainer.example.com", "ftp://trainer.example.com", "http://", "http:///", "http:///api",
            "https:/trainer.example.com", "http://trainer example.com", "http://h\r\nX-Evil: 1", " http://h",
            "file:///etc/passwd", "http://h:port", "http://h\0.example.com",
        ])
    func notHTTP(given: String) {
        #expect(throws: EndpointError.notHTTP) { try Endpoint(given) }
    }

    @Test(
        "what holds more than a base, without repeating it",
        arguments: [
            "https://user:canary@trainer.example.com", "https://canary@trainer.example.com",
            "https://trainer.example.com?key=canary", "https://trainer.example.com/#canary",
        ])
    func holdsMore(given: String) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(given) }
        #expect(error == .holdsMore)
        #expect(error?.description.contains("canary") == false)
        #expect(error?.description.contains("train.token") == true)
    }

    @Test("the token is not in a description")
    func hidesTheToken() throws {
        let endpoint = try Endpoint("https://trainer.example.com", dialect: .wrapper, token: "canary")
        #expect("\(endpoint) \([endpoint])".contains("trainer.example.com"))
        #expect(!"\(endpoint) \([endpoint])".contains("canary"))
    }
}
