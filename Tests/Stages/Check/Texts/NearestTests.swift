import Testing

@testable import Check

@Suite struct NearestTests {
    @Test func aTriggerLongerThanAnyWordIsNotLookedForMisspelt() {
        let longest = String(repeating: "x", count: String.longestTrigger - 1)
        #expect("a \(longest)z boat".nearest(to: longest + "y", edits: 2) == longest + "z")
        #expect("a \(longest)zz boat".nearest(to: longest + "yy", edits: 2) == nil)
    }
}
