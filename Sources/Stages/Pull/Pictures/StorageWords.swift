import Curl
import Dataset

/// What a service says about a refusal. Supabase's Storage answers 400 for nearly every error and puts the real
/// status into the body as a string; S3 answers in XML; a proxy in HTML.
struct StorageWords {
    /// The true status, as a text.
    let status: String?
    let code: String?
    let message: String

    /// - Parameter secrets: what must not come back in the words, should the service repeat it.
    init(_ response: HTTPResponse, hiding secrets: [String] = []) {
        let json: JSONValue?
        do { json = try JSONValue(parsing: response.body) } catch { json = nil }
        let body = response.text
        if let message = json?["message"]?.string ?? json?["error"]?.string {
            status =
                json?["statusCode"]?.string ?? json?["statusCode"]?.int.map(String.init)
                ?? "\(response.status)"
            code = json?["code"]?.string ?? json?["error"]?.string
            self.message = message.redacting(secrets).printableLine
            isJSON = true
        } else if let match = body.firstMatch(of: /<Code>([A-Za-z]+)<\/Code>/) {
            status = "\(response.status)"
            code = String(match.1)
            let words = body.firstMatch(of: /<Message>([^<]*)<\/Message>/).map { String($0.1) }
            message = [code, words].compactMap { $0 }.joined(separator: " ").redacting(secrets).printableLine
            isJSON = false
        } else {
            status = "\(response.status)"
            code = nil
            message = body.lowercased().contains("<html") ? "with an HTML page" : ""
            isJSON = false
        }
    }

    let isJSON: Bool

    /// In a line; with the true status where the answer's own is another.
    var text: String { isJSON ? [status, message].compactMap { $0 }.joined(separator: " ") : message }
}
