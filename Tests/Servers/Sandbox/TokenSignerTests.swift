import Dataset
import Foundation
import Testing

@testable import Sandbox

@Suite struct TokenSignerTests {
    let signer = TokenSigner(secret: [UInt8](repeating: 0x0B, count: 20))

    /// Test case 1 of RFC 4231.
    @Test func hmacIsThatOfTheStandard() {
        let hex = signer.hmac(Array("Hi There".utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(hex == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    }

    @Test func aTokenGivesItsClaimsBack() throws {
        let claims = JSONValue.record(["role": "anon", "exp": 4_102_444_800])
        let token = signer.sign(claims)
        #expect(token.hasPrefix("eyJ"))
        #expect(try signer.claims(of: token) == claims)
    }

    @Test func foreignBrokenAndExpiredTokensAreToldApart() throws {
        let token = signer.sign(.record(["exp": 1000]))
        #expect(throws: TokenSigner.Fault.expired) { try signer.claims(of: token) }
        #expect(try signer.claims(of: token, now: Date(timeIntervalSince1970: 999))["exp"] == 1000)
        let other = TokenSigner(secret: [1])
        #expect(throws: TokenSigner.Fault.badSignature) { try other.claims(of: token) }
        #expect(throws: TokenSigner.Fault.malformed) { try signer.claims(of: "no.token") }
    }
}
