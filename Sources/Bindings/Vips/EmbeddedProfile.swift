import CVipsShims

/// How a picture's embedded profile is used when its colours are converted to sRGB.
public enum EmbeddedProfile: Sendable, Equatable {
    /// No profile is embedded.
    case absent
    /// The profile is applied. The value is its description, where it has one; untrusted text.
    case applied(name: String?)
    /// The profile is ignored, as if there were none.
    case unusable(Fault)

    /// Why a profile can't be used for its picture.
    public enum Fault: Sendable, Equatable {
        /// Not a profile, or a damaged one.
        case unreadable
        /// Of a class that must not be embedded in a picture, such as a device link.
        case otherClass
        /// For another colour space than the picture's; the value is the profile's: `RGB`, `GRAY`, `CMYK`, `Lab` …
        case otherColours(String)
        /// It has no table for any intent, or no transform can be built from it.
        case noTransform
    }
}

/// The header of a profile, as Little CMS reads it.
struct ProfileFacts {
    /// The input colour space in four letters, such as `RGB ` with a blank.
    let space: String
    let suitsPictures: Bool
    let intent: cvips_intent
    let name: String?

    /// The space in printable letters, without blanks.
    var spaceName: String {
        String(space.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.map { Character($0) })
    }

    /// Nil for a profile that can't be read.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var facts = cvips_profile_facts()
        guard cvips_read_profile(bytes.baseAddress, bytes.count, &facts) else { return nil }
        let letters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: facts.space >> $0) }
        space = String(decoding: letters, as: UTF8.self)
        suitsPictures = facts.suits_pictures
        intent = facts.intent
        name = facts.description.map { String(cString: $0) }
        cvips_free(facts.description)
    }
}
