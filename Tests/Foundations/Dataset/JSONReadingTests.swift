import Dataset
import Testing

@Suite struct JSONReadingTests {
    @Test func keysKeepTheirOrder() throws {
        let text = #"{"zebra":1,"apple":{"b":null,"a":[true,false]},"mango":"x","":2}"#
        let value = try JSONValue(parsing: text)
        #expect(value.text() == text)
        #expect(value.members?.map(\.key) == ["zebra", "apple", "mango", ""])
        #expect(value["apple"]?["a"]?.array == [true, false])
    }

    @Test func spaceAndAByteOrderMarkAreOutsideTheValue() throws {
        let value = try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + Array(" \t\r\n[ 1 ,\n2 ] \n".utf8))
        #expect(value == .array([1, 2]))
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""a\"b\\c\/d""#, #"a"b\c/d"#), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\uD83D\uDE00""#, "😀"), (#""\ud800\udc00""#, "\u{10000}"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\u0000""#, "\0"), ("\"é😀\u{7F}\"", "é😀\u{7F}"),
    ]) func escapesAreUndone(_ text: String, _ expected: String) throws {
        let read = try JSONValue(parsing: text).string
        #expect(read.map { Array($0.utf8) } == Array(expected.utf8))
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
        "{'a':1}",
        "{\"a\" 1}", "[1 2]", "[1]]", "nul", "truth", "True", "NaN", "Infinity", "-Infinity", "// 1", "1 //",
        "\"", "\"a", #""\""#, #""\x41""#, #""\u12""#, #""\u+123""#, #""\u-123""#, #""\u12G4""#,
        #""\uD83D""#, #""\uD83Dx""#, #""\uD83D\u0041""#, #""\uDE00""#, #""\uD83D\uD83D""#, "\"a\nb\"",
        "\"\u{1}\"", "+1", "01", "-01", "00", "1.", "1.e5", ".5", "-.5", "-", "--1", "1e", "1e+", "1e5.5",
        "1.2.3", "0x10", "1e400", "1_000", "٣",
    ]) func whatIsNotJSONIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]])
    func whatIsNotUTF8IsRefused(_ bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func theErrorNamesThePlace() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":1,"b":x}"#) }
        #expect(error?.offset == 11)
        #expect(error?.description == "expected a value at byte 11")
    }

    @Test func aKeyGivenTwiceIsRefused() throws {
        let error = #expect(throws: JSONError.self) {
            try JSONValue(parsing: #"{"seed":1,"x":2,"s\u0065ed":3}"#)
        }
        #expect(error?.message == #"the key "seed" stands twice"#)
        // The control: in different objects a key may come again.
        #expect(try JSONValue(parsing: #"{"seed":{"seed":1}}"#)["seed"]?["seed"] == 1)
    }

    @Test(arguments: [
        (#"{"loss":NaN,"step":7}"#, #"{"loss":null,"step":7}"#), ("[Infinity,-Infinity]", "[null,null]"),
        ("[1e999,-1e999]", "[null,null]"), (#"["\uD83D","\uDE00!","\uD83D\u0041"]"#, #"["�","�!","�A"]"#),
        (#"["\uD83D\uD83D\uDE00"]"#, #"["�😀"]"#), (#"{"a":1,"b":2,"\u0061":3}"#, #"{"b":2,"a":3}"#),
    ]) func whatPythonWritesIsReadWhereItIsAskedFor(_ text: String, _ read: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8), .lenient).text() == read)
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func numbersThatAreNoneAreToldApart() throws {
        let read = try JSONValue(parsing: Array("[NaN,-Infinity,1e999,-1]".utf8), .lenient).array ?? []
        #expect(read[0].double?.isNaN == true && read[0].int == nil)
        #expect(read[1].double == -.infinity && read[2].double == .infinity && read[3].int == -1)
    }

    @Test(arguments: [
        "Nan", "nan", "NaNs", "Infinit", "-Inf", "+Infinity", "--Infinity", "[NaN", "-NaN", "01", "1.", "'a'",
    ]) func lenientIsNoLeaveForEverything(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8), .lenient) }
    }

    @Test func bytesThatAreNotUTF8AreReplacedWhereThatIsAskedFor() throws {
        let read = try JSONValue(parsing: [0x22, 0x61, 0xFF, 0x62, 0x22] as [UInt8], .lenient)
        #expect(read == "a\u{FFFD}b")
    }

    @Test func nestingHasALimit() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONValue(parsing: nested(128)).text() == nested(128))
        for depth in [129, 100_000] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: nested(depth)) }
        }
        let objects = String(repeating: #"{"a":"#, count: 200) + "1" + String(repeating: "}", count: 200)
        #expect(throws: JSONError.self) { try JSONValue(parsing: objects) }
    }
}
