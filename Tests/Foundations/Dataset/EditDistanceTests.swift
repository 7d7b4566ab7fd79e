import Dataset
import Testing

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("h4rbour", "harbour", 1),
        ("h4rbour", "h4rbuor", 1), ("ca", "abc", 3), ("flaw", "lawn", 2), ("a", "a", 0), ("é", "e", 1),
    ])
    func distance(_ left: String, _ right: String, _ edits: Int) {
        #expect(EditDistance.between(left, right) == edits)
        #expect(EditDistance.between(right, left) == edits)
    }
}
