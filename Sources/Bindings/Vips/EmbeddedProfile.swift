import CVipsShims

/// What becomes of a picture's embedded profile when its colours are brought to sRGB.
public enum EmbeddedProfile: Sendable, Equatable {
    /// There is none.
    case absent
    /// The colours go through it. Its own name for itself, where it has one; text of a stranger's.
    case applied(name: String?)
    /// It is left aside, as if there were none.
    case unusable(Fault)

    /// Why a profile is of no use to its picture.
    public enum Fault: Sendable, Equatable {
        /// It is no profile, or a damaged one.
        case unreadable
        /// It is of a class that no picture may have, such as a link between two devices.
        case otherClass
        /// It is about other numbers than the picture has: the profile's name for them, `RGB`, `GRAY`, `CMYK`, `Lab` …
        case otherColours(String)
        /// It has no table for any intent, or no transform can be made of it.
        case noTransform
    }
}

/// What a profile says of itself, as the library of colours reads it.
struct ProfileFacts {
    /// The space of the numbers that go in, in four letters, such as `RGB ` with a blank.
    let space: String
    let suitsPictures: Bool
    let intent: cvips_intent
    let name: String?

    /// The space in letters that can be shown, without blanks.
    var spaceName: String {
        String(space.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.map { Character($0) })
    }

    /// Nil for what can't be read.
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
