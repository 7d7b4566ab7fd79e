import Curl
import Dataset
import Foundation
import TestKit
import Testing

@testable import Sandbox

@Suite struct StorageServiceTests {
    @Test func anObjectComesWithTheServicesHeaders() async throws {
        try await Running.sandbox { (world) async throws in
            let answer = try await world.storage("object/public/images/\(world.picture)")
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
            let head = try await world.storage("object/public/images/\(world.picture)", method: "HEAD")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.header("Content-Length") == "10")
            #expect(head.header("ETag") == etag)
            let empty = try await world.storage("object/public/images/\(world.dataset)/empty.png")
            #expect(empty.status == 200)
            #expect(empty.body.isEmpty)
        }
    }

    @Test func anUnchangedObjectIsNotSentAgainAndAChangedOneIs() async throws {
        try await Running.sandbox { (world) async throws in
            let url = "object/public/images/\(world.picture)"
            let etag = try #require(try await world.storage(url).header("ETag"))
            let unchanged = try await world.storage(url, [("If-None-Match", etag)])
            #expect(unchanged.status == 304)
            #expect(unchanged.body.isEmpty)
            #expect(unchanged.header("ETag") == nil)
            let time = try #require(try await world.storage(url).header("Last-Modified"))
            #expect(try await world.storage(url, [("If-Modified-Since", time)]).status == 304)
            #expect(
                try await world.storage(url, [("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")]).status
                    == 200)
            try world.directory.write("other bytes", "boats/a one.jpg")
            let changed = try await world.storage(url, [("If-None-Match", etag)])
            #expect(changed.status == 200)
            #expect(changed.text == "other bytes")
        }
    }

    @Test func aRangeIsServedAndABadOneRefused() async throws {
        try await Running.sandbox { (world) async throws in
            let url = "object/public/images/\(world.picture)"
            let part = try await world.storage(url, [("Range", "bytes=3-5")])
            #expect(part.status == 206)
            #expect(part.text == "345")
            #expect(part.header("Content-Range") == "bytes 3-5/10")
            let bad = try await world.storage(url, [("Range", "bytes=10-")])
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

    @Test func errorsHaveTheServicesStatusAndBody() async throws {
        let cases: [(path: String, authorization: String?, body: String)] = [
            ("object/public/images/x/none.jpg", nil, Self.missing),
            ("object/public/nowhere/x.jpg", nil, Self.noBucket),
            ("object/public/images-private/x.jpg", nil, Self.noBucket),
            ("object/images-private/x.jpg", "Bearer nonsense", Self.noBucket),
            ("object/authenticated/images/x.jpg", nil, Self.noKey),
            ("object/authenticated/images/x.jpg", "Bearer nonsense", Self.badKey),
            ("object/public/images/%C3%A9.png", nil, Self.badName),
            ("object/sign/images/x.jpg", nil, Self.noToken),
        ]
        try await Running.sandbox { (world) async throws in
            for (path, authorization, body) in cases {
                let headers = authorization.map { [(name: "Authorization", value: $0)] } ?? []
                let answer = try await world.storage(path, headers)
                #expect(answer.status == 400)
                #expect(answer.text == body)
                let head = try await world.storage(path, headers, method: "HEAD")
                #expect(head.status == 400)
                #expect(head.body.isEmpty)
            }
        }
    }

    @Test func anUnknownRouteIsARealNotFound() async throws {
        try await Running.sandbox { (world) async throws in
            let answer = try await world.storage("nothing")
            #expect(answer.status == 404)
            #expect(
                answer.text == #"{"statusCode":"404","error":"Not Found","message":"#
                    + #""Route GET:/storage/v1/nothing not found","code":"InvalidRequest"}"#)
        }
    }

    @Test func aKnownObjectWithoutBytesSaysSo() async throws {
        try await Running.sandbox { (world) async throws in
            try FileManager.default.removeItem(atPath: world.directory.path("boats/a one.jpg"))
            let answer = try await world.storage("object/public/images/\(world.picture)")
            #expect(answer.status == 400)
            #expect(answer.header("Cache-Control") == "no-store")
            // Its head comes from the database, which knows no better.
            let head = try await world.storage("object/public/images/\(world.picture)", method: "HEAD")
            #expect(head.status == 200 && head.header("Content-Length") == "10")
            #expect(
                answer.text == #"{"error":"Not found","message":"The resource was not found","#
                    + #""statusCode":"404","code":"NoSuchKey"}"#)
        }
    }

    @Test func aPrivateObjectNeedsTheServiceKey() async throws {
        try await Running.sandbox { (world) async throws in
            for path in ["object/authenticated/images-private", "object/images-private"] {
                #expect(
                    try await world.storage("\(path)/\(world.picture)", world.service).text == "0123456789")
                // The policies hide its row from everybody else: it reads as missing.
                #expect(try await world.storage("\(path)/\(world.picture)", world.anon).text == Self.missing)
                let gateway = [(name: "apikey", value: world.variable("SUPABASE_SERVICE_ROLE_KEY"))]
                #expect(try await world.storage("\(path)/\(world.picture)", gateway).status == 200)
            }
            #expect(try await world.storage("object/images/\(world.picture)").status == 200)
        }
    }

    @Test func aSignedURLOpensItsOwnObjectOnly() async throws {
        try await Running.sandbox { (world) async throws in
            let url = "object/sign/images-private"
            let answer = try await world.storage(
                "\(url)/\(world.picture)", world.service, method: "POST", body: "{\"expiresIn\":\"60\"}")
            let signed = try #require(try JSONValue(parsing: answer.body)["signedURL"]?.string)
            let token = try #require(signed.split(separator: "=").last)
            let object = try await world.storage("\(url)/\(world.picture)?token=\(token)")
            #expect(object.text == "0123456789")
            #expect(object.header("Expires") != nil)
            #expect(object.header("Cache-Control") == nil)
            let other = try await world.storage("\(url)/\(world.dataset)/no-caption.webp?token=\(token)")
            #expect(other.status == 400)
            #expect(try JSONValue(parsing: other.body)["message"]?.string == "Invalid signature")
            let short = try await world.storage(
                "\(url)/\(world.picture)", world.service, method: "POST", body: "{\"expiresIn\":1}")
            let brief = try #require(
                try JSONValue(parsing: short.body)["signedURL"]?.string?.split(separator: "=").last)
            try await Task.sleep(for: .milliseconds(1100))
            let expired = try await world.storage("\(url)/\(world.picture)?token=\(brief)")
            #expect(
                expired.text == #"{"statusCode":"400","error":"InvalidJWT","message":"#
                    + #""\"exp\" claim timestamp check failed","code":"InvalidJWT"}"#)
        }
    }

    @Test func manyPathsAreSignedAtOnceAndMissingOnesTold() async throws {
        try await Running.sandbox { (world) async throws in
            let body = "{\"expiresIn\":60,\"paths\":[\"\(world.dataset)/a one.jpg\",\"none.jpg\"]}"
            let answer = try await world.storage(
                "object/sign/images", world.service, method: "POST", body: body)
            #expect(answer.status == 200)
            let items = try #require(try JSONValue(parsing: answer.body).array)
            #expect(items.count == 2)
            #expect(items[0]["signedURL"]?.string?.hasPrefix("/object/sign/images/") == true)
            #expect(items[0]["error"] == .null)
            #expect(items[1]["signedURL"] == .null)
            #expect(items[1]["error"]?.string?.isEmpty == false)
            // Whom the policies show no row, none can be signed for.
            let blind = try await world.storage("object/sign/images", world.anon, method: "POST", body: body)
            #expect(blind.status == 200)
            #expect(try JSONValue(parsing: blind.body).array?.allSatisfy { $0["signedURL"] == .null } == true)
        }
    }
}
