import Dataset
import Vips

extension ImageFacts {
    /// Records how the embedded profile is used: the same decision by which the picture is prepared.
    mutating func add(_ profile: EmbeddedProfile) {
        switch profile {
        case .absent: hasProfile = false
        case .applied(let name):
            hasProfile = true
            profileName = name.map { Substring($0.printableLine).shortened() }
            // The name is trusted: only a note depends on it.
            isSRGB = name?.contains("sRGB") == true
        case .unusable(let fault):
            hasProfile = true
            profileFault = fault.reason(isCMYK: isCMYK, isGrey: bands < 3)
        }
    }

    /// Records what a PNG's chunks say about its colours. Call it after `add(_: EmbeddedProfile)`, which knows whether
    /// the decoder gave a profile.
    mutating func add(_ colours: PNGColours) {
        unusedColours = colours.unused(isProfiled: hasProfile)
        if colours.hasProfile && !hasProfile {
            hasProfile = true
            profileFault = "the decoder refuses it"
        }
    }
}

extension Inspection {
    /// The same with what a PNG's chunks say about its colours.
    func adding(_ colours: PNGColours?) -> Inspection {
        guard let colours, case .facts(var facts, let statistics) = result else { return self }
        facts.add(colours)
        return Inspection(result: .facts(facts, statistics), thumbnail: thumbnail, isLasting: isLasting)
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
