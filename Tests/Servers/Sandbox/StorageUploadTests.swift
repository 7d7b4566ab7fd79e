import Curl
import Dataset
import Foundation
import TestKit
import Testing

@testable import Sandbox

@Suite struct StorageUploadTests {
    let place = "object/images-private/new/file.bin"

    @Test func aRawUploadIsKeptWithItsWords() async throws {
        try await Running.sandbox { (world) async throws in
            let metadata = Data(#"{"by":"me"}"#.utf8).base64EncodedString()
            let headers =
                world.service + [
                    ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "max-age=60"),
                    ("x-metadata", metadata),
                ]
            let put = try await world.storage(place, headers, method: "POST", body: "<p>")
            #expect(put.status == 200)
            #expect(try JSONValue(parsing: put.body)["Key"] == "images-private/new/file.bin")
            let got = try await world.storage(place, world.service)
            #expect(got.text == "<p>" && got.header("Cache-Control") == "max-age=60")
            // A page is never served as one.
            #expect(got.header("Content-Type") == "text/plain")
            let info = try JSONValue(
                parsing: try await world.storage("object/info/images-private/new/file.bin", world.service)
                    .body)
            #expect(info["size"] == 3 && info["content_type"] == "text/html; charset=utf-8")
            #expect(info["metadata"]?["by"] == "me")
            #expect(info["etag"]?.string == got.header("ETag"))
            let again = try await world.storage(place, headers, method: "POST", body: "<q>")
            #expect(
                again.text
                    == #"{"statusCode":"409","error":"Duplicate","message":"The resource already exists","#
                    + #""code":"KeyAlreadyExists"}"#)
            let over = try await world.storage(
                place, headers + [("x-upsert", "true")], method: "POST", body: "<r>")
            #expect(over.status == 200)
            #expect(try await world.storage(place, world.service).text == "<r>")
            let gone = try await world.storage(place, world.service, method: "DELETE")
            #expect(gone.text == #"{"message":"Successfully deleted"}"#)
            #expect(try await world.storage(place, world.service).text == StorageServiceTests.missing)
        }
    }

    @Test func limitsOfABucketHold() async throws {
        try await Running.sandbox { (world) async throws in
            let bucket =
                #"{"id":"small","name":"small","public":true,"file_size_limit":4,"allowed_mime_types":["image/*"]}"#
            let made = try await world.storage("bucket", world.service, method: "POST", body: bucket)
            #expect(made.text == #"{"name":"small"}"#)
            let shown = try JSONValue(parsing: try await world.storage("bucket/small", world.service).body)
            #expect(shown["file_size_limit"] == 4 && shown["owner"] == "" && shown["type"] == "STANDARD")
            let image = world.service + [("Content-Type", "image/png")]
            let large = try await world.storage("object/small/a", image, method: "POST", body: "12345")
            #expect(
                large.text == #"{"statusCode":"413","error":"Payload too large","#
                    + #""message":"The object exceeded the maximum allowed size","code":"EntityTooLarge"}"#)
            let text = world.service + [("Content-Type", "text/plain")]
            let wrong = try await world.storage("object/small/a", text, method: "POST", body: "1")
            #expect(try JSONValue(parsing: wrong.body)["error"] == "invalid_mime_type")
            #expect(try JSONValue(parsing: wrong.body)["statusCode"] == "415")
            #expect(
                try await world.storage("object/small/a", image, method: "POST", body: "1234").status == 200)
            #expect(try await world.storage("object/public/small/a").text == "1234")
            let nowhere = try await world.storage("object/nowhere/a", image, method: "POST", body: "1")
            #expect(nowhere.text == StorageServiceTests.noBucket)
        }
    }

    @Test func policiesDecideWhoMayWrite() async throws {
        try await Running.sandbox { (world) async throws in
            let refused = try await world.storage(place, world.anon, method: "POST", body: "x")
            #expect(refused.status == 400)
            #expect(
                refused.text == #"{"statusCode":"403","error":"Unauthorized","#
                    + #""message":"new row violates row-level security policy","code":"AccessDenied"}"#)
            try await world.run(
                """
                CREATE POLICY put ON storage.objects FOR INSERT TO anon
                WITH CHECK (storage.foldername(name) = ARRAY['new'])
                """,
                "CREATE POLICY look ON storage.objects FOR SELECT TO anon USING (storage.foldername(name) = ARRAY['new'])"
            )
            #expect(try await world.storage(place, world.anon, method: "POST", body: "x").status == 200)
            #expect(try await world.storage(place, world.anon).text == "x")
            let elsewhere = try await world.storage(
                "object/images-private/x", world.anon, method: "POST", body: "x")
            #expect(elsewhere.status == 400)
        }
    }

    @Test func pathsAreDecodedOnceAndAPlusIsAPlus() async throws {
        try await Running.sandbox { (world) async throws in
            for name in ["a+b c.txt", "what?.txt", "x/../y//z.txt"] {
                let path = "object/images-private/" + PercentCoding.encoded(name, keeping: "/+")
                #expect(
                    try await world.storage(path, world.service, method: "POST", body: name).status == 200)
                #expect(try await world.storage(path, world.service).text == name)
            }
            let twice = try await world.storage("object/images-private/a%252Bb", world.service)
            #expect(try JSONValue(parsing: twice.body)["message"] == "Invalid key: a%2Bb")
            // One URL at a time the service signs what `decodeURI` leaves, and that is not what it then compares.
            let one = try await world.storage(
                "object/sign/images-private/what%3F.txt", world.service, method: "POST",
                body: #"{"expiresIn":60}"#)
            let url = try #require(try JSONValue(parsing: one.body)["signedURL"]?.string)
            #expect(url.hasPrefix("/object/sign/images-private/what%3F.txt?token="))
            let refused = try await world.storage(String(url.dropFirst()))
            #expect(try JSONValue(parsing: refused.body)["code"] == "InvalidSignature")
            let many = try await world.storage(
                "object/sign/images-private", world.service, method: "POST",
                body: #"{"expiresIn":60,"paths":["what?.txt"]}"#)
            let signed = try #require(try JSONValue(parsing: many.body).array?.first?["signedURL"]?.string)
            let token = try #require(signed.split(separator: "=").last)
            let opened = try await world.storage("object/sign/images-private/what%3F.txt?token=\(token)")
            #expect(opened.text == "what?.txt")
        }
    }

    @Test func theRestOfTheRoutes() async throws {
        try await Running.sandbox { (world) async throws in
            #expect(try await world.storage("status").status == 200)
            #expect(try await world.storage("version").text.contains("sandbox"))
            let render = try await world.storage("render/image/public/images/\(world.picture)")
            #expect(render.status == 403)
            #expect(try JSONValue(parsing: render.body)["error"] == "FeatureNotEnabled")
            let download = try await world.storage("object/public/images/\(world.picture)?download")
            #expect(download.header("Content-Disposition") == "attachment;")
            let buckets = try JSONValue(parsing: try await world.storage("bucket", world.service).body)
            #expect(buckets.array?.compactMap { $0["id"]?.string } == ["images", "images-private"])
            let unseen = try await world.storage("bucket/images", world.anon)
            #expect(unseen.text == StorageServiceTests.noBucket)
            let info = try await world.storage("object/info/public/images/\(world.picture)")
            #expect(try JSONValue(parsing: info.body)["size"] == 10)
            let head = try await world.storage("object/info/public/images/\(world.picture)", method: "HEAD")
            #expect(head.status == 200 && head.header("Content-Length") == "10")
            // What an upload's token allows is an upload, and nothing else.
            let grant = try JSONValue(
                parsing: try await world.storage(
                    "object/upload/sign/images-private/up.txt", world.service, method: "POST"
                ).body)
            let token = try #require(grant["token"]?.string)
            let reading = try await world.storage("object/sign/images-private/up.txt?token=\(token)")
            #expect(try JSONValue(parsing: reading.body)["code"] == "InvalidSignature")
            let put = try await world.storage(
                "object/upload/sign/images-private/up.txt?token=\(token)", method: "PUT", body: "up")
            #expect(put.status == 200)
            #expect(try await world.storage("object/images-private/up.txt", world.service).text == "up")
        }
    }
}

@Suite struct MultipartTests {
    @Test func aFormIsItsFieldsAndItsFile() throws {
        let body =
            "--x-y\r\nContent-Disposition: form-data; name=\"cacheControl\"\r\n\r\n60\r\n--x-y\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
            + "one\r\n--x\r\n\r\ntwo\r\n--x-y--\r\n"
        let form = try #require(Multipart(Array(body.utf8), contentType: "multipart/form-data; boundary=x-y"))
        #expect(form.field("cacheControl") == "60")
        let file = try #require(form.parts.last)
        #expect(file.isFile && file.type == "text/plain" && file.text == "one\r\n--x\r\n\r\ntwo")
    }

    @Test(arguments: ["", "--x", "--x\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\nno end", "--y--"])
    func aBrokenFormIsNone(body: String) {
        #expect(Multipart(Array(body.utf8), contentType: "multipart/form-data; boundary=x") == nil)
    }
}
