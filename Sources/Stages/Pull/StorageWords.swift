import Curl
import Dataset

/// What a service says about a refusal. Supabase's Storage answers 400 for nearly every error, and puts the
/// real status into the body as a string.
enum StorageWords {
    static func of(_ response: HTTPResponse) -> String {
        let json: JSONValue?
        do { json = try JSONValue(parsing: response.body) } catch { json = nil }
        if let message = json?["message"]?.string ?? json?["error"]?.string {
            let status = json?["statusCode"]?.string ?? json?["statusCode"]?.int.map(String.init)
            return [status, message.printableLine].compactMap { $0 }.joined(separator: " ")
        }
        return response.text.lowercased().contains("<html") ? "with an HTML page" : ""
    }
}
