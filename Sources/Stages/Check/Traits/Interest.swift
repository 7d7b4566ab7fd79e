import Dataset
import Vips

/// Where a crop to the square would look, by both ways that a recipe knows to find it out.
struct Interest: Sendable, Equatable {
    /// The middle of the square with the strongest edges, skin and bright colours in it.
    var attention = Focus.centre
    /// The middle of the square from which strips with little in them have been taken off.
    var entropy = Focus.centre

}

extension Traits {
    /// The point that a gravity asks for; the centre where nobody asked for another.
    func focus(by gravity: Recipe.Gravity) -> Focus {
        switch gravity {
        case .centre: .centre
        case .attention: interest?.attention ?? .centre
        case .entropy: interest?.entropy ?? .centre
        }
    }
}

extension Interest {
    /// Below this side, in pixels, there is nothing to choose between; the library shrinks by it.
    private static let shortest = 16

    /// The longer side of the copy that is looked at, in pixels: a hundredth of the picture is as near as anybody can
    /// tell, and entropy counts values anew for each strip.
    private static let longest = 96

    /// Measured on a small upright copy without alpha.
    init(of picture: borrowing Picture) throws(VipsError) {
        let shrink = max(1, Double(max(picture.width, picture.height)) / Double(Self.longest))
        let width = max(1, Int((Double(picture.width) / shrink).rounded()))
        let height = max(1, Int((Double(picture.height) / shrink).rounded()))
        let side = min(width, height)
        guard side >= Self.shortest, width != height else {
            self.init()
            return
        }
        func middle(_ way: PictureInterest, _ copy: borrowing Picture) throws(VipsError) -> Focus {
            let corner = try copy.interesting(width: side, height: side, by: way)
            func part(_ start: Int, of length: Int) -> Double {
                Traits.rounded((Double(start) + Double(side) / 2) / Double(length), 3)
            }
            return Focus(x: part(corner.left, of: width), y: part(corner.top, of: height)) ?? .centre
        }
        let copy = try picture.shrunk(toWidth: width, height: height).decodedInMemory()
        self.init(attention: try middle(.attention, copy), entropy: try middle(.entropy, copy))
    }

    /// As the caches keep it: both points, left before top.
    var json: JSONValue {
        .array([attention.x, attention.y, entropy.x, entropy.y].map { .double($0) })
    }

    /// Reads what the caches kept; nil when it is none of this version's.
    init?(json: JSONValue) {
        let numbers = json.array?.compactMap(\.double) ?? []
        guard numbers.count == 4, let attention = Focus(x: numbers[0], y: numbers[1]),
            let entropy = Focus(x: numbers[2], y: numbers[3])
        else { return nil }
        self.init(attention: attention, entropy: entropy)
    }
}
