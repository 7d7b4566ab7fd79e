import Dataset
import Foundation
import MusubiAPI
import TestKit
import Testing
import Vips

@testable import Trainer

@Suite struct PayloadInspectionTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("payload") }

    func inspect(_ body: String) throws -> PayloadInspection {
        try PayloadInspection(path: directory.write(body, "body.json"))
    }

    /// The faults as `place: message`.
    func faults(_ body: String) throws -> [String] {
        try inspect(body).faults.told.map { fault in
            let place = fault.location.dropFirst().map { $0.string ?? $0.text() }.joined(separator: ".")
            return "\(place): \(fault.message)"
        }
    }

    @Test func aJPEGOfTooManyScansIsNotDecoded() throws {
        let bytes = try HostileFile.Sound.jpeg(progressive: true)
        let starts = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        let last = bytes[starts[starts.count - 1]...].dropLast(2)
        func body(_ scans: Int) -> String {
            let more = repeatElement(last, count: scans - starts.count).joined()
            let file = bytes.dropLast(2) + more + [0xFF, 0xD9]
            return Bodies.body([Bodies.image("a.jpg", Data(file).base64EncodedString())])
        }
        #expect(
            try faults(body(51)) == [
                "images.0.data: Value error, the JPEG is not decoded: the pixels come in more than 50 scans"
            ])
        // The control: fifty reach the decoder, which has its own opinion of repeated scans.
        #expect(try !faults(body(50)).joined().contains("is not decoded"))
    }

    @Test func aGoodBodyHasNoFaults() throws {
        let found = try inspect(
            Bodies.body(
                [
                    Bodies.image("a.png", try Bodies.picture(512)),
                    Bodies.image("b.JPG", try Bodies.picture(as: .jpeg(quality: 90))),
                    Bodies.image("c.webp", try Bodies.picture(as: .webp(quality: 90))),
                ], ["resolution": .array([512, 512])]))
        #expect(found.faults.isEmpty)
        #expect(found.parameters?.outputName == "boat_v1")
        #expect(found.pictures.count == 3)
        #expect(
            found.resized == [
                "b.JPG is 8×8 and would be resized to 512×512",
                "c.webp is 8×8 and would be resized to 512×512",
            ])
    }

    @Test(arguments: [
        ("this is not base64", "the data is not valid base64"),
        ("data:image/png;base64,AAAA", "the data begins with a data: prefix; send the base64 alone"),
        ("", "the data is empty"),
        (Bodies.base64("<!DOCTYPE html><html></html>"), "the data is an HTML page, not a picture"),
        (Bodies.base64("GIF89a…"), "the data is a GIF picture, which is not read here"),
        // Its only chunk declares two gigabytes.
        (
            "iVBORw0KGgp/////SURBVAAAAAAAAAAA",
            "the PNG has a chunk that declares more bytes than there are"
        ),
    ])
    func dataThatIsNoPictureIsNamed(data: String, message: String) throws {
        let body = Bodies.body([Bodies.image("a.png", data)])
        #expect(try faults(body) == ["images.0.data: Value error, \(message)"])
    }

    @Test func aTruncatedPictureIsRefusedAndAWholeOneIsNot() throws {
        let whole = try Bodies.picture(64)
        let cut = String(whole.prefix(whole.count / 2 / 4 * 4))
        #expect(try faults(Bodies.body([Bodies.image("a.png", whole)])).isEmpty)
        #expect(try faults(Bodies.body([Bodies.image("a.png", cut)])).count == 1)
    }

    @Test(arguments: [
        ("a/b.png", "the file name is not legal on Windows"),
        ("CON.png", "the file name is not legal on Windows"),
        ("boat", "the file name has no ending; it takes png, jpg, jpeg, webp or bmp"),
        ("boat.gif", "the file name ends in .gif; it takes png, jpg, jpeg, webp or bmp"),
        ("boat.Png", "the file name ends in .Png; it takes png, jpg, jpeg, webp or bmp"),
        ("FIRST.PNG", "the file name is the same as first.png where case does not count"),
        (
            "First.jpg",
            "the file name has the same stem as first.png, and the trainer's caches are kept by stem"
        ),
    ])
    func namesThatWouldCollideOrAreIllegalAreNamed(name: String, message: String) throws {
        let picture = try Bodies.picture()
        let body = Bodies.body([Bodies.image("first.png", picture), Bodies.image(name, picture)])
        #expect(try faults(body) == ["images.1.filename: Value error, \(message)"])
    }

    @Test func everyFaultIsToldAtOnce() throws {
        let body = Bodies.body(
            [.record(["filename": 7, "caption": .null]), "text"],
            ["network_dim": 300, "learning_rate": "fast", "output_name": nil])
        #expect(
            try faults(body) == [
                "images.0.filename: Input should be a valid string",
                "images.0.caption: Input should be a valid string", "images.0.data: Field required",
                "images.1: Input should be an object", "output_name: Field required",
                "learning_rate: Value error, it takes a number from 0.00001 to 0.001",
                "network_dim: Value error, it takes an integer from 1 to 256",
            ])
    }

    @Test(arguments: [
        ("{\"output_name\":\"a\"}", "images: Field required"),
        ("{\"images\":[],\"output_name\":\"a\"}", "images: List should have at least 1 item, not 0"),
        ("{\"images\":\"a\",\"output_name\":\"a\"}", "images: Input should be a list"),
        ("[]", ": Input should be an object"),
        ("{\"images\":[", "11: JSON decode error: Expecting value"),
        ("{\"output_name\":\"a", "17: JSON decode error: Unterminated string"),
        ("{\"a\":1,\"a\":2}", "10: JSON decode error: The key a stands twice"),
        ("{}x", "2: JSON decode error: Extra data"),
        ("", "0: JSON decode error: Expecting value"),
    ])
    func bodiesOfAnotherShapeAreRefused(body: String, first: String) throws {
        #expect(try faults(body).first == first)
    }

    /// Each limit, and the control: a body that reaches it and is not above it.
    @Test func nothingIsKeptAboveItsLimit() throws {
        var limits = PayloadLimits()
        (limits.value, limits.parameter, limits.picture) = (200, 40, 100)
        (limits.images, limits.members) = (3, 5)
        func ending(_ body: String) throws -> String? {
            let path = try directory.write(body, "body.json")
            return try PayloadInspection(path: path, limits: limits).faults.told.last?.message
        }
        func image(_ text: String) -> String { "{\"images\":[{\"caption\":\"\(text)\"}]}" }
        func x(_ count: Int) -> String { String(repeating: "x", count: count) }
        let none = "Field required"
        #expect(try ending(image(x(198))) == none)
        #expect(try ending(image(x(199))) == "JSON decode error: A value is larger than 200 bytes")
        // A string of which no end comes is not read to the end of the file.
        #expect(
            try ending("{\"images\":\"" + x(1 << 20)) == "JSON decode error: A value is larger than 200 bytes"
        )
        let data = "{\"images\":[{\"data\":\"\(x(300_000))"
        #expect(try ending(data) == "JSON decode error: A value is larger than 100 bytes")
        #expect(try ending("{\"output_name\":\"\(x(38))\"}") == none)
        #expect(
            try ending("{\"output_name\":\"\(x(39))\"}")
                == "JSON decode error: A value is larger than 40 bytes")
        #expect(try ending("{\"\(x(39))\":1}") == "JSON decode error: A value is larger than 40 bytes")
        #expect(try ending("{\"images\":[0,0,0]}") == none)
        #expect(try ending("{\"images\":[0,0,0,0]}") == "List should have at most 3 items")
        func members(_ count: Int) -> String {
            "{" + (0..<count).map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        }
        #expect(try ending(members(5)) == none)
        #expect(try ending(members(6)) == "JSON decode error: An object has more than 5 members")
    }

    @Test func theFirstFaultsAreToldAndTheRestCounted() throws {
        let zeros = Array(repeating: "0", count: 250).joined(separator: ",")
        let found = try inspect("{\"images\":[\(zeros)],\"output_name\":\"a\"}").faults
        #expect(found.count == 250)
        let told = try #require(found.json.array)
        #expect(told.count == 101)
        #expect(told[99]["loc"]?.text() == "[\"body\",\"images\",99]")
        #expect(told[100]["msg"] == "150 more fault(s) are not told; mend these first")
        // The control: as many as are told one by one.
        let hundred = Array(repeating: "0", count: 100).joined(separator: ",")
        #expect(
            try inspect("{\"images\":[\(hundred)],\"output_name\":\"a\"}").faults.json.array?.count == 100)
    }

    /// Names, keys and values of a megabyte, and letters with a million accents, are told in part.
    @Test func aFaultIsShortWhateverItIsAbout() throws {
        let long = "e" + String(repeating: "\u{301}", count: 200_000)
        let bodies = [
            "{\"images\":[{\"filename\":\"\(long).png\",\"caption\":\"\",\"data\":\"\(long)\"}]}",
            "{\"images\":[\"\(long)\"]}", "{\"images\":[{\"caption\":[\"\(long)\"]}]}",
            "{\"seed\":\"\(long.prefix(1))\",\"seed\":1}",
            "{\"" + String(repeating: "k", count: 60_000) + "\":1,\"" + String(repeating: "k", count: 60_000)
                + "\":1}",
        ]
        for body in bodies {
            let told = try inspect(body).faults.told
            #expect(!told.isEmpty)
            for fault in told { #expect(fault.json.text().utf8.count < 1500) }
        }
    }

    @Test func onlyTheFirstResizedPicturesAreLogged() throws {
        let picture = try Bodies.picture()
        var limits = PayloadLimits()
        limits.told = 2
        let body = Bodies.body((0..<5).map { Bodies.image("\($0).png", picture) })
        let found = try PayloadInspection(path: directory.write(body, "body.json"), limits: limits)
        #expect(found.resized.count == 3)
        #expect(found.resized.last == "3 more pictures are not 1024×1024 either")
    }

    @Test func aLongStringMayCrossTheReadersBufferAndHoldEscapes() throws {
        let caption = String(repeating: "a \\ \"boat\" / é \u{1F6A2}\n", count: 40_000)
        let picture = try Bodies.picture()
        let escaped = Bodies.body([Bodies.image("a.png", picture, caption: .string(caption))])
            .replacingOccurrences(of: "/", with: "\\/")
        #expect(escaped.utf8.count > 700_000)
        #expect(try faults(escaped).isEmpty)
    }
}
