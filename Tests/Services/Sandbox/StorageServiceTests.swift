import Curl
import Dataset
import Foundation
import TestKit
import Testing

@testable import Sandbox

@Suite struct StorageServiceTests {
    let directory: TemporaryDirectory
    let folder: SampleFolder
    let keys = SandboxKeys()
    let client = HTTPClient()

    init() throws {
        directory = try TemporaryDirectory("storage")
        folder = try SampleFolder(path: Samples.write(in: directory))
    }

    /// Runs `body` with the base URL of a storage, and stops it however that ends.
    func withStorage(_ body: (String) async throws -> Void) async throws {
        let service = StorageService(shelf: StorageShelf(samples: [folder]), tokens: keys.tokens)
        let running = try await RunningService.start { try await service.run(port: 0, onReady: $0) }
        do {
            try await body(running.url + "/storage/v1")
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }

    func get(
        _ url: String, _ headers: [(name: String, value: String)] = [], method: String = "GET",
        body: String? = nil
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(url, method: method, headers: headers)
        if let body { request.body = .bytes(Array(body.utf8)) }
        return try await client.send(request)
    }

    var key: [(name: String, value: String)] {
        [("apikey", keys.serviceRole), ("Authorization", "Bearer \(keys.serviceRole)")]
    }
    var anon: [(name: String, value: String)] { [("Authorization", "Bearer \(keys.anon)")] }
    var picture: String { "\(folder.id)/a%20one.jpg" }

    @Test func anObjectComesWithTheServicesHeaders() async throws {
        try await withStorage { (base) async throws in
            let answer = try await get("\(base)/object/public/images/\(picture)")
            #expect(answer.status == 200)
            #expect(answer.text == "0123456789")
            #expect(answer.header("Content-Type") == "image/jpeg")
            #expect(answer.header("Content-Length") == "10")
            #expect(answer.header("Accept-Ranges") == "bytes")
            #expect(answer.header("Cache-Control") == "max-age=3600")
            #expect(answer.header("X-Robots-Tag") == "none")
            #expect(answer.header("Last-Modified")?.hasSuffix(" GMT") == true)
            let etag = try #require(answer.header("ETag"))
            #expect(etag.count == 34 && etag.hasPrefix("\"") && etag.hasSuffix("\""))
            let head = try await get("\(base)/object/public/images/\(picture)", method: "HEAD")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.header("Content-Length") == "10")
            #expect(head.header("ETag") == etag)
            let empty = try await get("\(base)/object/public/images/\(folder.id)/empty.png")
            #expect(empty.status == 200)
            #expect(empty.body.isEmpty)
        }
    }

    @Test func anUnchangedObjectIsNotSentAgainAndAChangedOneIs() async throws {
        try await withStorage { (base) async throws in
            let url = "\(base)/object/public/images/\(picture)"
            let etag = try #require(try await get(url).header("ETag"))
            let unchanged = try await get(url, [("If-None-Match", etag)])
            #expect(unchanged.status == 304)
            #expect(unchanged.body.isEmpty)
            #expect(unchanged.header("ETag") == nil)
            try directory.write("other bytes", "boats/a one.jpg")
            let changed = try await get(url, [("If-None-Match", etag)])
            #expect(changed.status == 200)
            #expect(changed.text == "other bytes")
        }
    }

    @Test func aRangeIsServedAndABadOneRefused() async throws {
        try await withStorage { (base) async throws in
            let url = "\(base)/object/public/images/\(picture)"
            let part = try await get(url, [("Range", "bytes=3-5")])
            #expect(part.status == 206)
            #expect(part.text == "345")
            #expect(part.header("Content-Range") == "bytes 3-5/10")
            let bad = try await get(url, [("Range", "bytes=10-")])
            #expect(bad.status == 416)
            #expect(try JSONValue(parsing: bad.body)["error"]?.string == "invalid_range")
        }
    }

    static let missing =
        #"{"statusCode":"404","error":"not_found","message":"Object not found","code":"NoSuchKey"}"#
    static let noBucket =
        #"{"statusCode":"404","error":"Bucket not found","message":"Bucket not found","code":"NoSuchBucket"}"#
    static let noKey =
        #"{"statusCode":"400","error":"Error","message":"headers must have required property "#
        + #"'authorization'","code":"InvalidRequest"}"#
    static let badKey =
        #"{"statusCode":"403","error":"Unauthorized","message":"Invalid Compact JWS","code":"AccessDenied"}"#
    static let badName =
        #"{"statusCode":"400","error":"InvalidKey","message":"Invalid key: é.png","code":"InvalidKey"}"#
    static let noToken =
        #"{"statusCode":"400","error":"Error","message":"querystring must have required property 'token'","#
        + #""code":"InvalidRequest"}"#

    @Test(
        arguments: [
            ("object/public/images/x/none.jpg", nil, missing), ("object/public/nowhere/x.jpg", nil, noBucket),
            ("object/public/images-private/x.jpg", nil, noBucket),
            ("object/images-private/x.jpg", "Bearer nonsense", noBucket),
            ("object/authenticated/images/x.jpg", nil, noKey),
            ("object/authenticated/images/x.jpg", "Bearer nonsense", badKey),
            ("object/public/images/%C3%A9.png", nil, badName), ("object/sign/images/x.jpg", nil, noToken),
        ] as [(String, String?, String)])
    func errorsHaveTheServicesStatusAndBody(path: String, authorization: String?, body: String) async throws {
        try await withStorage { (base) async throws in
            let headers = authorization.map { [(name: "Authorization", value: $0)] } ?? []
            let answer = try await get("\(base)/\(path)", headers)
            #expect(answer.status == 400)
            #expect(answer.text == body)
            let head = try await get("\(base)/\(path)", headers, method: "HEAD")
            #expect(head.status == 400)
            #expect(head.body.isEmpty)
        }
    }

    @Test func anUnknownRouteIsARealNotFound() async throws {
        try await withStorage { (base) async throws in
            let answer = try await get("\(base)/nothing")
            #expect(answer.status == 404)
            #expect(
                answer.text == #"{"statusCode":"404","error":"Not Found","message":"#
                    + #""Route GET:/storage/v1/nothing not found","code":"InvalidRequest"}"#)
        }
    }

    @Test func aKnownObjectWithoutBytesSaysSo() async throws {
        try await withStorage { (base) async throws in
            try FileManager.default.removeItem(atPath: directory.path("boats/a one.jpg"))
            let answer = try await get("\(base)/object/public/images/\(picture)")
            #expect(answer.status == 400)
            #expect(answer.header("Cache-Control") == "no-store")
            #expect(
                answer.text == #"{"error":"Not found","message":"The resource was not found","#
                    + #""statusCode":"404","code":"NoSuchKey"}"#)
        }
    }

    @Test func aPrivateObjectNeedsTheServiceKey() async throws {
        try await withStorage { (base) async throws in
            for path in ["object/authenticated/images-private", "object/images-private"] {
                #expect(try await get("\(base)/\(path)/\(picture)", key).text == "0123456789")
                // The policies hide its row from everybody else: it reads as missing.
                #expect(try await get("\(base)/\(path)/\(picture)", anon).text == Self.missing)
                let gateway = [(name: "apikey", value: keys.serviceRole)]
                #expect(try await get("\(base)/\(path)/\(picture)", gateway).status == 200)
            }
            #expect(try await get("\(base)/object/images/\(picture)").status == 200)
        }
    }

    @Test func aSignedURLOpensItsOwnObjectOnly() async throws {
        try await withStorage { (base) async throws in
            let url = "\(base)/object/sign/images-private"
            let answer = try await get(
                "\(url)/\(picture)", key, method: "POST", body: "{\"expiresIn\":\"60\"}")
            let signed = try #require(try JSONValue(parsing: answer.body)["signedURL"]?.string)
            let token = try #require(signed.split(separator: "=").last)
            let object = try await get("\(url)/\(picture)?token=\(token)")
            #expect(object.text == "0123456789")
            #expect(object.header("Expires") != nil)
            #expect(object.header("Cache-Control") == nil)
            let other = try await get("\(url)/\(folder.id)/no-caption.webp?token=\(token)")
            #expect(other.status == 400)
            #expect(try JSONValue(parsing: other.body)["message"]?.string == "Invalid signature")
            let claims = JSONValue.record([
                "url": .string("images-private/\(folder.id)/a one.jpg"), "scope": "download", "exp": 1000,
            ])
            let expired = try await get("\(url)/\(picture)?token=\(keys.tokens.sign(claims))")
            #expect(
                expired.text == #"{"statusCode":"400","error":"InvalidJWT","message":"#
                    + #""\"exp\" claim timestamp check failed","code":"InvalidJWT"}"#)
        }
    }

    @Test func manyPathsAreSignedAtOnceAndMissingOnesTold() async throws {
        try await withStorage { (base) async throws in
            let body = "{\"expiresIn\":60,\"paths\":[\"\(folder.id)/a one.jpg\",\"none.jpg\"]}"
            let answer = try await get("\(base)/object/sign/images", key, method: "POST", body: body)
            #expect(answer.status == 200)
            let items = try #require(try JSONValue(parsing: answer.body).array)
            #expect(items.count == 2)
            #expect(items[0]["signedURL"]?.string?.hasPrefix("/object/sign/images/") == true)
            #expect(items[0]["error"] == .null)
            #expect(items[1]["signedURL"] == .null)
            #expect(items[1]["error"]?.string?.isEmpty == false)
            let refused = try await get("\(base)/object/sign/images", anon, method: "POST", body: body)
            #expect(refused.status == 400)
        }
    }
}
