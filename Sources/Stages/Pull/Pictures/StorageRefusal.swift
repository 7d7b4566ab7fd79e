import Curl
import Dataset

/// An answer that brings no picture, and what it is about.
struct StorageRefusal {
    /// What it is about.
    enum Cause: Equatable {
        /// There is no such object, or policies hide it.
        case missing
        /// There is no such bucket, or it is not public.
        case noBucket
        /// The key itself was refused: by every picture alike.
        case key
        /// No key came where the service looks for it.
        case noAuthorization
        /// The token that the row's own URL holds.
        case token
        /// The project is over its quota or paused.
        case project
        /// May pass.
        case passing
        /// Anything else; whether access was denied, which the next picture's may be too.
        case other(isRefusal: Bool)
    }

    let cause: Cause
    /// The status, then the service's own words.
    let reason: String

    init(_ response: HTTPResponse, through door: Place.Door) {
        let said = StorageWords(response)
        reason = "the server answered \(response.status)" + (said.text.isEmpty ? "" : ": \(said.text)")
        cause = Self.cause(response.status, said, door)
    }

    private static func cause(_ status: Int, _ said: StorageWords, _ door: Place.Door) -> Cause {
        let isOurs = door.key != nil || door.signature != nil
        let other = Cause.other(isRefusal: status == 401 || status == 403)
        if status == 402 || status == 540 { return isOurs || status == 540 ? .project : other }
        if RetryPolicy.isTransient(status) { return .passing }
        if said.message.contains("property 'authorization'") { return .noAuthorization }
        switch (said.code, said.status) {
        case ("NoSuchBucket"?, _): return .noBucket
        case ("NoSuchKey"?, _): return .missing
        case ("InvalidAccessKeyId"?, _), ("SignatureDoesNotMatch"?, _), ("ExpiredToken"?, _),
            ("InvalidToken"?, _),
            ("RequestTimeTooSkewed"?, _):
            return .key
        case ("InvalidJWT"?, _), ("InvalidSignature"?, _):
            return door.holdsToken ? .token : isOurs ? .key : other
        case (_, "404"?): return said.message == "Bucket not found" ? .noBucket : .missing
        case (_, "401"?), (_, "403"?):
            if door.holdsToken { return .token }
            return isOurs && said.code != "AccessDenied" || door.key != nil ? .key : other
        default: return other
        }
    }
}

/// What a service says about a refusal. Supabase's Storage answers 400 for nearly every error and puts the real
/// status into the body as a string; S3 answers in XML; a proxy in HTML.
struct StorageWords {
    /// The true status, as a text.
    let status: String?
    let code: String?
    let message: String

    init(_ response: HTTPResponse) {
        let json: JSONValue?
        do { json = try JSONValue(parsing: response.body) } catch { json = nil }
        let body = response.text
        if let message = json?["message"]?.string ?? json?["error"]?.string {
            status =
                json?["statusCode"]?.string ?? json?["statusCode"]?.int.map(String.init)
                ?? "\(response.status)"
            code = json?["code"]?.string ?? json?["error"]?.string
            self.message = message.printableLine
            isJSON = true
        } else if let match = body.firstMatch(of: /<Code>([A-Za-z]+)<\/Code>/) {
            status = "\(response.status)"
            code = String(match.1)
            let words = body.firstMatch(of: /<Message>([^<]*)<\/Message>/).map { String($0.1) }
            message = [code, words].compactMap { $0 }.joined(separator: " ").printableLine
            isJSON = false
        } else {
            status = "\(response.status)"
            code = nil
            message = body.lowercased().contains("<html") ? "with an HTML page" : ""
            isJSON = false
        }
    }

    private let isJSON: Bool

    /// In a line; with the true status where the answer's own is another.
    var text: String { isJSON ? [status, message].compactMap { $0 }.joined(separator: " ") : message }
}
