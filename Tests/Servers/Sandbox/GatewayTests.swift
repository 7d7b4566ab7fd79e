import Curl
import Dataset
import TestKit
import Testing

@testable import Sandbox

@Suite struct GatewayKeysTests {
    let keys = SandboxKeys()

    func resolve(
        _ apikey: String?, _ authorization: String? = nil, agent: String? = nil, needed: Bool = true
    ) throws(GatewayKeys.Refusal) -> String? {
        try GatewayKeys(keys: keys).authorization(
            apikey: apikey, authorization: authorization, userAgent: agent, isKeyNeeded: needed)
    }

    @Test func newerKeysAreSwappedForTheTokensTheyStandFor() throws {
        #expect(keys.secret.hasPrefix("sb_secret_") && keys.publishable.hasPrefix("sb_publishable_"))
        #expect(try resolve(keys.secret) == "Bearer \(keys.serviceRole)")
        #expect(try resolve(keys.secret, "Bearer \(keys.secret)") == "Bearer \(keys.serviceRole)")
        #expect(try resolve(keys.publishable, "Bearer \(keys.publishable)") == "Bearer \(keys.anon)")
        #expect(try resolve(keys.anon) == "Bearer \(keys.anon)")
    }

    @Test func anotherAuthorizationGoesThroughAsItIs() throws {
        #expect(try resolve(keys.publishable, "Bearer a.users.token") == "Bearer a.users.token")
        #expect(try resolve(keys.anon, "Bearer \(keys.serviceRole)") == "Bearer \(keys.serviceRole)")
        // A newer key in that place alone is no key.
        #expect(try resolve(nil, "Bearer \(keys.secret)", needed: false) == nil)
    }

    @Test func theDoorIsClosedWithoutAKnownKey() {
        #expect(throws: GatewayKeys.Refusal.noKey) { try resolve(nil) }
        #expect(throws: GatewayKeys.Refusal.noKey) { try resolve(nil, "Bearer \(keys.serviceRole)") }
        #expect(throws: GatewayKeys.Refusal.unknownKey) { try resolve("eyJ.other.key") }
        #expect(throws: GatewayKeys.Refusal.unknownKey) { try resolve("sb_secret_other", needed: false) }
        #expect(throws: Never.self) { try resolve(nil, needed: false) }
    }

    @Test func aSecretKeyInABrowserIsRefusedWithoutAWord() {
        #expect(throws: GatewayKeys.Refusal.browser) { try resolve(keys.secret, agent: "Mozilla/5.0 (X11)") }
        #expect(throws: Never.self) { try resolve(keys.publishable, agent: "Mozilla/5.0 (X11)") }
        #expect(throws: Never.self) { try resolve(keys.secret, agent: "lorapipe/1.0") }
    }
}

@Suite struct GatewayTests {
    @Test func thePathsFirstPrefixIsTheDoor() {
        #expect(ServiceRoute("/rest/v1/data") == .rest("/data"))
        #expect(ServiceRoute("/base/storage/v1/status") == .storage("/status"))
        #expect(ServiceRoute("/storage/v1/object/b/rest/v1/x") == .storage("/object/b/rest/v1/x"))
        #expect(ServiceRoute("/rest/v1") == .rest(""))
        #expect(ServiceRoute("/rest/v10/data") == nil && ServiceRoute("/") == nil)
    }

    @Test func refusalsHaveTheGatewaysOwnShape() async throws {
        try await Running.sandbox { (world) async throws in
            let none = try await world.send("/rest/v1/data")
            #expect(none.status == 401)
            #expect(
                none.text == #"{"message":"No API key found in request","#
                    + #""hint":"No `apikey` request header or url param was found."}"#)
            let other = try await world.send("/rest/v1/data", [("apikey", "eyJ.other.key")])
            #expect(other.status == 401)
            #expect(
                other.text == #"{"message":"Invalid API key","#
                    + #""hint":"Double check your Supabase `anon` or `service_role` API key."}"#)
            let browser = try await world.send(
                "/rest/v1/data",
                [("apikey", world.variable("SUPABASE_SECRET_KEY")), ("User-Agent", "Mozilla/5.0")])
            #expect(browser.status == 401 && browser.body.isEmpty)
            #expect(try await world.send("/nothing").status == 404)
        }
    }

    @Test func everyKeyOpensBothDoorsInItsOwnWay() async throws {
        try await Running.sandbox { (world) async throws in
            let secret = world.variable("SUPABASE_SECRET_KEY")
            let ways: [[(name: String, value: String)]] = [
                world.service, [("apikey", secret)], world.both(secret),
                [("apikey", world.variable("SUPABASE_SERVICE_ROLE_KEY"))],
            ]
            for way in ways {
                let rows = try await world.send("/rest/v1/data?select=id", way)
                #expect(try JSONValue(parsing: rows.body).array?.count == 5)
                let picture = try await world.storage(
                    "object/authenticated/images-private/\(world.picture)", way)
                #expect(picture.text == "0123456789")
            }
            let inURL = try await world.send("/rest/v1/data?apikey=\(secret)&select=id&limit=1")
            #expect(inURL.status == 200)
            let below = try await world.send("/some/project/rest/v1/data?limit=0", world.service)
            #expect(below.text == "[]")
        }
    }
}
