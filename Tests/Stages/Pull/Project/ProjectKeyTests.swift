import Dataset
import Foundation
import Testing

@testable import Pull

@Suite struct ProjectKeyTests {
    /// `{"role":"…","ref":"…","exp":…}` as a token nobody signed.
    static func token(_ claims: String) -> String {
        let body = Data(claims.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        return "eyJhbGciOiJIUzI1NiJ9.\(body).c2lnbmF0dXJl"
    }

    @Test func eachKindIsSentAsThePlatformWantsIt() throws {
        for text in ["sb_secret_abc", "sb_publishable_abc", "odd"] {
            let key = try #require(ProjectKey(text))
            #expect(key.headers.map(\.name) == ["apikey"] && key.headers[0].value == text)
            #expect(key.withAuthorization.last?.value == "Bearer \(text)")
        }
        let token = Self.token(#"{"role":"service_role"}"#)
        let key = try #require(ProjectKey(token))
        #expect(key.headers.map(\.name) == ["apikey", "Authorization"])
        #expect(key.headers.map(\.value) == [token, "Bearer \(token)"])
    }

    @Test func tellsWhatPoliciesMeanForIt() {
        #expect(ProjectKey("sb_secret_abc")?.passesPolicies == true)
        #expect(ProjectKey("sb_publishable_abc")?.passesPolicies == false)
        #expect(ProjectKey(Self.token(#"{"role":"anon"}"#))?.passesPolicies == false)
        #expect(ProjectKey(Self.token(#"{"role":"service_role"}"#))?.passesPolicies == true)
        #expect(ProjectKey(Self.token("no JSON"))?.passesPolicies == nil)
        #expect(ProjectKey("odd")?.passesPolicies == nil)
    }

    @Test func isNeverShown() throws {
        for text in ["sb_secret_canary", "canary", Self.token(#"{"role":"service_role"}"#)] {
            let key = try #require(ProjectKey(text, from: "SUPABASE_KEY"))
            #expect(!"\(key)".contains(text) && "\(key)".contains("SUPABASE_KEY"))
            #expect(!key.diagnosis(for: "https://ref.supabase.co").message.contains(text))
        }
        #expect(ProjectKey("  \n") == nil && ProjectKey(nil) == nil)
    }

    @Test func aDoctorSeesWhatIsWrongWithIt() throws {
        let now = Date(timeIntervalSince1970: 1000)
        let url = "https://abc.supabase.co"
        func verdict(_ claims: String) throws -> String {
            try #require(ProjectKey(Self.token(claims))).diagnosis(for: url, now: now).verdict.rawValue
        }
        #expect(try verdict(#"{"role":"service_role","exp":1001,"ref":"abc"}"#) == "works")
        #expect(try verdict(#"{"role":"service_role","exp":999,"ref":"abc"}"#) == "fails")
        #expect(try verdict(#"{"role":"service_role","ref":"other"}"#) == "fails")
        #expect(try verdict(#"{"role":"anon","ref":"abc"}"#) == "doubtful")
    }
}
