import Curl
import Foundation
import TestKit
import Testing

/// In processes of their own: the environment belongs to all tests of this one.
@Suite struct ProxyTests {
    @Test func admitsIsNotAskedAboutAProxy() async throws {
        await #expect(processExitsWith: .success) {
            let proxy = try ScriptedServer { request in .answer(body: request.target) }
            defer { proxy.stop() }
            setenv("http_proxy", proxy.url, 1)
            var request = HTTPRequest("http://nowhere.invalid/x")
            request.admits = { _ in false }
            let answer = try await HTTPClient().send(request).text
            #expect(answer == "http://nowhere.invalid/x")
        }
    }

    /// The controls: hosts that go without the proxy are resolved here, and asked about.
    @Test(arguments: ["nowhere.invalid", ".invalid", "other.example, INVALID", "*"])
    func exemptHostsGoDirect(list: String) async throws {
        await #expect(processExitsWith: .success) { [list = list as String] in
            let proxy = try ScriptedServer { _ in .answer(body: "x") }
            defer { proxy.stop() }
            setenv("http_proxy", proxy.url, 1)
            setenv("no_proxy", list, 1)
            var request = HTTPRequest("http://nowhere.invalid/x")
            request.admits = { _ in true }
            let error = await #expect(throws: HTTPError.self) { try await HTTPClient().send(request) }
            #expect(error?.kind == .couldNotResolve)
            #expect(proxy.connections == 0)
            // This machine itself never goes through it.
            request.url = proxy.url
            request.admits = { _ in false }
            let refusal = await #expect(throws: HTTPError.self) { try await HTTPClient().send(request) }
            #expect(refusal?.kind == .addressRefused)
        }
    }
}
