public import Dataset
import Vips

/// The points that a crop to the square keeps, by each of the two measures that a recipe can name.
public struct Attention: Sendable, Equatable {
    /// The middle of the square with the strongest edges, skin tones and bright colours.
    public var attention = Focus.centre
    /// The middle of the square that is left when strips of low entropy are removed.
    public var entropy = Focus.centre
}

extension ImageStatistics {
    /// The point that a crop with this gravity keeps; the centre where it was not measured.
    public func focus(by gravity: Recipe.Gravity) -> Focus {
        switch gravity {
        case .centre: .centre
        case .attention: attention?.attention ?? .centre
        case .entropy: attention?.entropy ?? .centre
        }
    }
}

extension Attention {
    /// Below this side, in pixels, there is no choice; the library shrinks by it.
    private static let shortest = 16

    /// The longer side of the measured copy, in pixels: a hundredth of the picture is precise enough, and entropy counts
    /// the values of each strip again.
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
        func middle(_ way: PictureAttention, _ copy: borrowing Picture) throws(VipsError) -> Focus {
            let corner = try copy.interesting(width: side, height: side, by: way)
            func part(_ start: Int, of length: Int) -> Double {
                ImageStatistics.rounded((Double(start) + Double(side) / 2) / Double(length), 3)
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

    /// Reads what the caches kept; nil for anything that this version did not write.
    init?(json: JSONValue) {
        let numbers = json.array?.compactMap(\.double) ?? []
        guard numbers.count == 4, let attention = Focus(x: numbers[0], y: numbers[1]),
            let entropy = Focus(x: numbers[2], y: numbers[3])
        else { return nil }
        self.init(attention: attention, entropy: entropy)
    }
}
