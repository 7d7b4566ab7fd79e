import Curl
import Dataset
import TestKit

/// A client without the defence: what got no good answer is sent again.
struct NaiveClient {
    /// How many jobs were started for one payload.
    static func jobs(_ one: AmbiguousCase) async throws -> Int {
        let trainer = try ContraryTrainer(one.dialect) {
            one.list.habits(&$0)
            $0.posts = [one.fault]
        }
        defer { trainer.stop() }
        var request = HTTPRequest(
            trainer.url + (one.dialect == .plain ? "/train" : "/lora-trainer/train"), method: "POST",
            body: .bytes(AmbiguousScene.payload))
        request.singleUse = true
        request.expect100 = true
        for _ in 0..<4 {
            // Whatever the failure is, this client sends again.
            guard let response = try? await HTTPClient().send(request) else { continue }
            // What is no JSON is no good answer either.
            let answer = try? JSONValue(parsing: response.body)
            let id = (answer?["job"] ?? answer)?["job_id"] ?? .null
            if response.status < 300 && id != .null { break }
        }
        return trainer.started.count
    }
}
