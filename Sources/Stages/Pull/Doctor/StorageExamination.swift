import Curl
import Dataset

/// The Storage as it answers: whether its bucket is there, and public or not.
struct StorageExamination {
    let storage: StorageSettings
    let client: HTTPClient

    func callAsFunction() async -> [Diagnosis] {
        do {
            let base = try StorageDoors(storage).base
            let reached = await bucket(at: base)
            let key = storage.key.map { [$0.diagnosis(for: storage.url)] } ?? []
            return [reached, Encryption.diagnosis(of: base)] + key
        } catch {
            return [Diagnosis("storage", failing: error)]
        }
    }

    private func bucket(at base: HTTPAddress) async -> Diagnosis {
        let name = storage.bucket.printableLine
        if storage.s3 != nil {
            return Diagnosis(
                "storage", .works, "bucket \(name) is read through its S3 endpoint: see the picture below")
        }
        guard let key = storage.key else {
            return Diagnosis(
                "storage", .works,
                "\(base.origin): bucket \(name) is read as a public one, without a key: see the picture below"
            )
        }
        var request = HTTPRequest(
            "\(base.url.withoutSlash)/storage/v1/bucket/\(PercentCoding.encoded(storage.bucket))")
        request.headers = key.headers
        request.totalTimeout = .seconds(20)
        do {
            let response = try await client.send(request)
            let said = StorageWords(response)
            if response.status == 200 {
                let json = try JSONValue(parsing: response.body)
                let kind = json["public"] == true ? "public" : "private"
                return Diagnosis("storage", .works, "\(base.origin): bucket \(name) is there, \(kind)")
            }
            let reason = "\(base.origin) answered \(response.status): \(said.text)"
            if said.code == "NoSuchBucket" || said.message.contains("not found") {
                let mayBeHidden = key.passesPolicies != true
                return Diagnosis(
                    "storage", mayBeHidden ? .doubtful : .fails, "bucket \(name): \(reason)",
                    hint: mayBeHidden
                        ? "the key may not see buckets; pictures of a public one come all the same"
                        : "check pull.storage.bucket")
            }
            return Diagnosis("storage", .fails, reason, hint: "check pull.storage.url and its key")
        } catch let error as HTTPError {
            return Diagnosis(
                "storage", .fails, error.message, hint: "check pull.storage.url, and that the project is up")
        } catch {
            return Diagnosis(
                "storage", .fails, "\(base.origin) answered with no Storage's words",
                hint: "check pull.storage.url: it must be a Supabase project's")
        }
    }
}
