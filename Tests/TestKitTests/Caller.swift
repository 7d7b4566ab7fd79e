import Curl
import Dataset
import Foundation
import TestKit

/// A client without defences, which says what it got.
struct Caller {
    let trainer: ContraryTrainer
    private let http = HTTPClient()

    /// A body that the contract allows; padded to be more than one piece.
    static func body(_ name: String = "harbour", padding: Int = 0) -> [UInt8] {
        let picture = Data(repeating: 7, count: 9 + padding).base64EncodedString()
        return Array(
            #"{"images":[{"filename":"a.png","data":"\#(picture)","caption":"c"}],"output_name":"\#(name)"}"#
                .utf8)
    }

    /// How a request ended: `200 …` with the answer's text, or the kind of the failure.
    func post(_ body: [UInt8] = Self.body(), key: String? = nil, token: String? = nil) async -> String {
        let path = trainer.dialect == .plain ? "/train" : "/lora-trainer/train"
        var request = HTTPRequest(trainer.url + path, method: "POST", body: .bytes(body))
        request.headers = key.map { [("Idempotency-Key", $0)] } ?? []
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        request.singleUse = true
        request.expect100 = true
        return await send(request)
    }

    /// Over a connection of its own: what dies on a kept one, libcurl would ask for again by itself.
    func get(_ path: String) async -> String {
        var request = HTTPRequest(trainer.url + path)
        request.singleUse = true
        return await send(request)
    }

    func cancel(_ id: String) async -> String {
        await send(HTTPRequest(trainer.url + "/train/cancel/\(id)", method: "POST", body: .bytes([])))
    }

    /// The jobs in a plain list; nil where it is none.
    func list() async -> [JSONValue]? {
        let answer = await get("/train/jobs")
        guard answer.hasPrefix("200 ") else { return nil }
        do { return try JSONValue(parsing: String(answer.dropFirst(4))).array } catch { return nil }
    }

    /// The words that a job's status takes, look by look, with `404` for a job that is not known.
    func statuses(_ id: String, _ looks: Int) async throws -> [String] {
        var words: [String] = []
        for _ in 0..<looks {
            let answer = await get("/train/status/\(id)")
            if !answer.hasPrefix("200 ") {
                words.append(String(answer.prefix(3)))
            } else {
                words.append(try JSONValue(parsing: String(answer.dropFirst(4)))["status"]?.string ?? "null")
            }
        }
        return words
    }

    private func send(_ request: HTTPRequest) async -> String {
        do {
            let response = try await http.send(request)
            return "\(response.status) \(response.text)"
        } catch {
            return "\(error.kind)"
        }
    }
}
