import Dataset
import Vips

extension ImageFacts {
    /// Takes over what becomes of the embedded profile: the very decision by which a picture is prepared.
    mutating func add(_ profile: EmbeddedProfile) {
        switch profile {
        case .absent: hasProfile = false
        case .applied(let name):
            hasProfile = true
            profileName = name.map { Substring($0.printableLine).shortened() }
            // What it says is believed: nothing but a note hangs on it.
            isSRGB = name?.contains("sRGB") == true
        case .unusable(let fault):
            hasProfile = true
            profileFault = fault.reason(isCMYK: isCMYK, isGrey: bands < 3)
        }
    }

    /// Takes over what a PNG's chunks say of its colours, once it is known whether the decoder gave a profile.
    mutating func add(_ colours: PNGColours) {
        unusedColours = colours.unused(isProfiled: hasProfile)
        if colours.hasProfile && !hasProfile {
            hasProfile = true
            profileFault = "the decoder refuses it"
        }
    }
}

extension Looker.Sight {
    /// The same, with what a PNG's chunks say of its colours.
    func adding(_ colours: PNGColours?) -> Looker.Sight {
        guard let colours, case .facts(var facts, let traits) = verdict else { return self }
        facts.add(colours)
        return Looker.Sight(verdict: .facts(facts, traits), thumbnail: thumbnail, isLasting: isLasting)
    }
}

extension EmbeddedProfile.Fault {
    fileprivate func reason(isCMYK: Bool, isGrey: Bool) -> String {
        switch self {
        case .unreadable: return "it can't be read"
        case .otherClass: return "it is of a class that no picture may have"
        case .otherColours(let space):
            let picture = isCMYK ? "CMYK" : isGrey ? "grey" : "RGB"
            return "it is for \(space == "GRAY" ? "grey" : space), and the picture is \(picture)"
        case .noTransform: return "it holds no table that can be used"
        }
    }
}
