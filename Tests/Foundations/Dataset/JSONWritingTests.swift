import Dataset
import Testing

@Suite struct JSONWritingTests {
    @Test(arguments: [
        (0.00005, "0.00005"), (1.0, "1.0"), (1e-7, "0.0000001"), (1.5e-7, "0.00000015"), (-0.0, "-0.0"),
        (1e22, "10000000000000000000000.0"), (1e16, "10000000000000000.0"),
        (-1.25e20, "-125000000000000000000.0"), (123.456, "123.456"), (0.1, "0.1"), (-2.5, "-2.5"),
        (9_007_199_254_740_992, "9007199254740992.0"), (-3e-5, "-0.00003"), (.infinity, "null"),
        (.nan, "null"),
    ]) func numbersArePlainDigits(_ number: Double, _ expected: String) {
        #expect(JSONValue.double(number).text() == expected)
    }

    @Test func everyNumberReadsBackAsItself() throws {
        var dice = Dice(seed: 1)
        var numbers: [Double] = [
            .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -0.0, .pi, 1 / 3,
        ]
        while numbers.count < 2000 {
            let number = Double(bitPattern: dice.next())
            if number.isFinite { numbers.append(number) }
        }
        for number in numbers {
            let text = JSONValue.plain(number)
            #expect(text.allSatisfy { "-.0123456789".contains($0) })
            let read = try JSONValue(parsing: text)
            guard case .double(let same) = read else {
                Issue.record("\(text) is not read as a Double")
                continue
            }
            #expect(same.bitPattern == number.bitPattern)
        }
    }

    @Test func wholeNumbersKeepAll64Bits() throws {
        for number in [Int64.min, Int64.min + 1, -1, 0, 9_007_199_254_740_993, Int64.max] {
            #expect(try JSONValue(parsing: JSONValue.int(number).text()) == .int(number))
        }
        // One more than fits is no integer any more.
        #expect(try JSONValue(parsing: "9223372036854775808").int == nil)
        #expect(try JSONValue(parsing: "9223372036854775808").double == 0x1p63)
        #expect(try JSONValue(parsing: "1e3").int == 1000)
        #expect(try JSONValue(parsing: "1.5").int == nil)
    }

    @Test func onlyWhatMustBeIsEscaped() {
        let text = "a/b \"q\" \\ \n\r\t \u{8}\u{1F}\u{0}\u{7F} é 😀 \u{2028} </script>"
        let expected =
            #""a/b \"q\" \\ \n\r\t \u0008\u001f\u0000\u007f é 😀 "# + "\u{2028}" + #" </script>""#
        #expect(JSONValue.string(text).text() == expected)
    }

    @Test func theIndentedFormIsOfTwoSpaces() {
        let value = JSONValue.record([
            "a": .array([1, .record(["b": nil, "c": .null])]), "none": nil, "empty": .array([]),
            "hollow": .object([]),
        ])
        #expect(
            value.text(pretty: true) == """
                {
                  "a": [
                    1,
                    {
                      "c": null
                    }
                  ],
                  "empty": [],
                  "hollow": {}
                }
                """)
    }

    @Test func madeUpValuesComeBack() throws {
        var dice = Dice(seed: 2)
        var longest = 0
        for _ in 0..<400 {
            let value = JSONValue.madeUp(depth: 0, &dice)
            for pretty in [false, true] {
                let text = value.text(pretty: pretty)
                let read = try JSONValue(parsing: text)
                #expect(read == value)
                #expect(Array(read.text(pretty: pretty).utf8) == Array(text.utf8))
                longest = max(longest, text.utf8.count)
            }
        }
        #expect(longest > 200, "the values are too small to show anything")
    }
}
