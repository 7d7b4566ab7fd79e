import Curl
import Postgres
import Testing

@testable import Pull

@Suite struct PictureLocationsTests {
    private func locations(
        key: String? = nil, url: String = "https://ref.supabase.co", allowed: [String] = []
    ) throws -> PictureLocations {
        try PictureLocations(
            SupabaseSource(
                kind: .database(.init("host=unused")), dataset: nil,
                storage: StorageSettings(url: url, key: ProjectKey(key)), allowedOrigins: allowed))
    }

    @Test func thereAreSixtySpellingsAtLeast() { #expect(Set(ForeignAddresses.all).count >= 60) }

    @Test(arguments: ForeignAddresses.all) func aRowCanNotLeadElsewhere(_ location: String) throws {
        #expect(throws: PictureLocations.Refused.self) {
            try locations(key: "sb_secret_x").objectLocation(of: location, named: "a.png")
        }
    }

    private static let open = "https://ref.supabase.co/storage/v1/object/public/images/"
    /// All that an object's key can hold (Storage's own list), and how it has to stand in a URL.
    private static let odd = "d/a b+c&d?e,f'g(h)i;j:k@l=m$n!o*p.png"
    private static let oddInURL = "d/a%20b%2Bc%26d%3Fe%2Cf%27g%28h%29i%3Bj%3Ak%40l%3Dm%24n%21o%2Ap.png"

    @Test func everyPossibleKeyIsEncodedOnce() throws {
        let name = String(Self.odd.dropFirst(2))
        // Bare; as Supabase's clients give it; not encoded at all; encoded by the letter.
        let spellings = [
            Self.odd, "/" + Self.odd, Self.open + "d/a%20b+c&d%3Fe,f'g(h)i;j:k@l=m$n!o*p.png",
            Self.open + Self.odd,
            Self.open + Self.oddInURL, "/object/public/images/" + Self.oddInURL,
            "https://ref.storage.supabase.co/storage/v1/object/public/images/" + Self.oddInURL,
            "https://ref.supabase.in/storage/v1/object/images/" + Self.oddInURL,
            "https://ref.supabase.co/storage/v1/render/image/public/images/\(Self.oddInURL)?width=20",
        ]
        for spelling in spellings {
            let location = try locations().objectLocation(of: spelling, named: name)
            #expect(location.routes.map(\.url) == [Self.open + Self.oddInURL], "\(spelling)")
            #expect(location.identity == "https://ref.supabase.co/storage/v1/object/images/" + Self.oddInURL)
        }
    }

    @Test(
        arguments: [
            "ü.png", "a%25b.png", "a#b.png", "a~b.png", "a[1].png", "a{b}.png", "a^b.png", "a|b.png",
            "a`b.png",
            "a\"b.png", "a<b>.png", "a\\b.png", "a%2520b.png", "日本.png", "a%00b.png", "a%0Ab.png", "",
        ]
    ) func aNameThatCanBeNoKeyIsNotAskedFor(_ name: String) throws {
        for location in [Self.open + "d/" + name.replacing("#", with: "%23"), "d/" + name] where !name.isEmpty
        {
            let error = #expect(throws: PictureLocations.Refused.self) {
                try locations().objectLocation(of: location, named: name)
            }
            #expect(error?.rule == .unavailable, "\(location): \(error?.reason ?? "")")
        }
        // The control: on another host, a name may hold anything.
        let elsewhere = try locations(allowed: ["https://cdn.example.com"]).objectLocation(
            of: "https://cdn.example.com/" + name, named: name)
        #expect(elsewhere.routes.count == 1)
    }

    @Test func theDoorFollowsFromTheKey() throws {
        let location = Self.open + "d/a.png"
        let closed = "https://ref.supabase.co/storage/v1/object/authenticated/images/d/a.png"
        #expect(try locations().objectLocation(of: location, named: "").routes.map(\.url) == [location])
        #expect(
            try locations(key: "sb_secret_x").objectLocation(of: location, named: "").routes.map(\.url) == [
                closed
            ])
        // A key that policies hold back sees less than everybody does in a public bucket.
        let held = try locations(key: "sb_publishable_x").objectLocation(of: location, named: "").routes
        #expect(held.map(\.url) == [location, closed] && held[0].key == nil && held[1].key != nil)
    }

    @Test func aSignedURLKeepsItsTokenAndIsRememberedWithout() throws {
        let signed = "https://ref.supabase.co/storage/v1/object/sign/images/d/a b.png?token=t.o.k&download"
        let location = try locations().objectLocation(of: signed, named: "a b.png")
        #expect(
            location.routes.map(\.url) == [
                "https://ref.supabase.co/storage/v1/object/sign/images/d/a%20b.png?token=t.o.k"
            ])
        #expect(!location.identity.contains("t.o.k"))
        let relative = try locations().objectLocation(
            of: "/object/sign/images/d/a b.png?token=t.o.k", named: "")
        #expect(relative.routes.map(\.url) == location.routes.map(\.url))
    }

    @Test func aCacheBusterIsNoPartOfTheKey() throws {
        for location in [
            Self.open + "d/a.png?t=123", "d/a.png?t=123", Self.open + "d/a.png?download=x.png#top",
        ] {
            #expect(
                try locations().objectLocation(of: location, named: "a.png").routes.map(\.url) == [
                    Self.open + "d/a.png"
                ])
        }
    }

    @Test func hostsAreOpenedOnPurposeOnly() throws {
        let location = "https://cdn.example.com/a/b.png?size=1"
        #expect(throws: PictureLocations.Refused.self) {
            try locations().objectLocation(of: location, named: "")
        }
        for allowed in ["https://cdn.example.com", "cdn.example.com", "https://cdn.example.com:443/x"] {
            let found = try locations(key: "sb_secret_x", allowed: [allowed]).objectLocation(
                of: location, named: "")
            #expect(found.routes.map(\.url) == [location] && found.routes[0].headers.isEmpty)
        }
        #expect(throws: PullError.self) { try locations(allowed: ["ftp://x"]) }
    }
}
