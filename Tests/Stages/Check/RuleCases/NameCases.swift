@testable import Check

extension RuleCase {
    static let nameCases: [RuleCase] = [
        names("name-duplicate", ["Boat.jpg", "boat.JPG"], ["boat.jpg", "boat.png"]),
        names("name-duplicate", ["boat.jpg", "boat.jpg"], ["boat.jpg", "boat-2.jpg"]),
        names(
            "name-same-stem", ["boat.jpg", "Boat.png"], ["boat.jpg", "boat.jpg", "boats.png", "ship.v2.jpg"]),
        names("name-illegal", ["what?.jpg"], ["what!.jpg", "folder/boat.jpg", "nul-boat.jpg", "é 港.jpg"]),
        names("name-illegal", ["NUL.jpg"], ["null.jpg"]), names("name-illegal", ["boat.jpg "], ["boat .jpg"]),
        names("name-illegal", ["a\u{1}b.jpg"], ["a b.jpg"]),
        names(
            "name-illegal", [String(repeating: "n", count: 252) + ".jpg"],
            [String(repeating: "n", count: 251) + ".jpg"]),
        names("image-wrong-type", ["boat.png"], ["boat.jpg", "boat.JPEG", "boat", "boat.v2"]),
    ]
}
