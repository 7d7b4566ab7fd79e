import Curl
import Dataset
import TestKit
import Testing

@testable import Pull

/// The S3-compatible endpoint, against moto's server, which checks every signature.
@Suite(.timeLimit(.minutes(3))) struct S3Tests {
    /// Where moto can check a signature: for these names its own reckoning differs from AWS's (and boto3's own
    /// requests for them fail too). Their signatures are checked by the binding's tests.
    private static let odd = "d/a b+c&d?e,f'g(h)i;j:k@l=m$n!o*p.png"

    @Test(.needs(.python)) func objectsComeSignedAndAWrongSecretIsOneMessage() async throws {
        let script = "Tests/Stages/Pull/Pictures/s3_server.py"
        try await PythonPeer.run(script, ["d/a.png", "d/a b.png", "d/what?.png"]) { server in
            let settings = { (secret: String?) in
                StorageSettings(
                    url: "https://ref.supabase.co",
                    s3: S3Settings(
                        endpoint: server["url"]?.string,
                        signature: RequestSignature(
                            accessKeyID: server["id"]?.string ?? "", secretAccessKey: secret ?? "",
                            region: "eu-central-1")))
            }
            let scene = try FetchScene()
            // As a bare path, and as the public URL that a row holds.
            let open = "https://ref.supabase.co/storage/v1/object/public/images/"
            let locations = ["d/a.png", open + "d/a%20b.png", open + "d/what%3F.png", "d/missing.png"]
            let good = settings(server["secret"]?.string)
            let said = try await scene.fetch(locations, storage: good)
            #expect(said[0...2] == ["bytes of d/a.png", "bytes of d/a b.png", "bytes of d/what?.png"])
            #expect(said[3].contains("NoSuchKey"), "\(said[3])")
            // Not downloaded again: the tag is the same.
            #expect(try await scene.fetch(Array(locations[0...2]), storage: good) == Array(said[0...2]))
            let error = await failure { try await scene.fetch(locations, storage: settings("wrong-canary")) }
            #expect(error?.message.contains("SignatureDoesNotMatch") == true, "\(error?.message ?? "none")")
            #expect(error?.message.contains("canary") == false)
        }
    }

    @Test(.needs(.python)) func everyPossibleNameArrives() async throws {
        try await PythonPeer.run("Tests/Stages/Pull/Pictures/s3_server.py", ["--unchecked", Self.odd]) {
            server in
            let scene = try FetchScene()
            let storage = StorageSettings(
                url: "https://ref.supabase.co",
                s3: S3Settings(
                    endpoint: server["url"]?.string,
                    signature: RequestSignature(
                        accessKeyID: server["id"]?.string ?? "",
                        secretAccessKey: server["secret"]?.string ?? "", region: "eu-central-1")))
            #expect(try await scene.fetch([Self.odd], storage: storage) == ["bytes of " + Self.odd])
        }
    }
}
