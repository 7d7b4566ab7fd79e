import Curl
import Dataset

/// The Storage as it answers: whether its bucket is there, and public or not.
struct StorageDiagnostics {
    let storage: StorageSettings
    let client: HTTPClient

    func callAsFunction() async -> [Diagnosis] {
        do {
            let routes = try StorageRoutes(storage)
            let address = routes.s3Endpoint ?? routes.base
            return try await answer(of: address) + [Encryption.diagnosis(of: address)] + keys
        } catch let error as HTTPError where error.kind == .cancelled {
            return [Diagnosis("storage", .untried, "interrupted")]
        } catch let error as HTTPError {
            let failed = Diagnosis(
                "storage", .fails, error.message, hint: "check pull.storage.url, and that the project is up")
            return [failed, Diagnosis("encryption", .untried, "nobody answered")] + keys
        } catch {
            return [Diagnosis("storage", failing: error)]
        }
    }

    private var keys: [Diagnosis] {
        storage.s3 == nil ? storage.key.map { [$0.diagnosis(for: storage.url)] } ?? [] : []
    }

    private func answer(of address: HTTPAddress) async throws -> [Diagnosis] {
        let bucket = storage.bucket.printableLine
        let route: String
        switch (storage.s3, storage.key) {
        case (_?, _): route = ""
        case (nil, _?): route = "/storage/v1/bucket/\(PercentCoding.encoded(storage.bucket))"
        case (nil, nil): route = "/storage/v1/status"
        }
        var request = HTTPRequest(
            address.url.withoutSlash + route, headers: storage.s3 == nil ? storage.key?.headers ?? [] : [])
        request.totalTimeout = .seconds(20)
        let response = try await client.send(request)
        guard storage.s3 == nil else {
            return [
                Diagnosis(
                    "storage", .works,
                    "\(address.origin) answers; bucket \(bucket) is read by signed S3 requests")
            ]
        }
        guard let key = storage.key else {
            return [
                Diagnosis(
                    "storage", .works,
                    "\(address.origin) answers; bucket \(bucket) is read as a public one, without a key")
            ]
        }
        return [diagnosis(response, of: bucket, at: address, key)]
    }

    private func diagnosis(
        _ response: HTTPResponse, of bucket: String, at address: HTTPAddress, _ key: ProjectKey
    ) -> Diagnosis {
        let said = StorageWords(response, hiding: [key.text])
        let reason = "\(address.origin) answered \(response.status): \(said.text)"
        if response.status == 200 {
            do {
                let json = try JSONValue(parsing: response.body)
                let kind = json["public"] == true ? "public" : "private"
                return Diagnosis("storage", .works, "\(address.origin): bucket \(bucket) is there, \(kind)")
            } catch {
                return Diagnosis(
                    "storage", .fails, "\(address.origin) answered with no Storage's words",
                    hint: "check pull.storage.url: it must be a Supabase project's")
            }
        }
        guard said.code == "NoSuchBucket" || said.message.contains("not found") else {
            return Diagnosis("storage", .fails, reason, hint: "check pull.storage.url and its key")
        }
        // To a key that policies hold back even a public bucket's own record is hidden.
        let mayBeHidden = key.passesPolicies != true
        return Diagnosis(
            "storage", mayBeHidden ? .doubtful : .fails, "bucket \(bucket): \(reason)",
            hint: mayBeHidden
                ? "the key may not see buckets; pictures of a public one come all the same"
                : "check pull.storage.bucket")
    }
}

/// How a web address is reached.
enum Encryption {
    static func diagnosis(of address: HTTPAddress) -> Diagnosis {
        if address.origin.scheme == "https" {
            return Diagnosis(
                "encryption", .works, "\(address.origin): TLS, certificate and host name verified")
        }
        if address.origin.isLoopback {
            return Diagnosis(
                "encryption", .works, "\(address.origin): none, and none needed: it is this machine")
        }
        return Diagnosis(
            "encryption", .doubtful, "\(address.origin): none, keys and pictures travel in plain text",
            hint: "use https")
    }
}
