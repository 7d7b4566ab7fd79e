import Curl

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

    init(_ response: HTTPResponse, through route: ObjectLocation.Route) {
        let said = StorageWords(response, hiding: route.secrets)
        reason = "the server answered \(response.status)" + (said.text.isEmpty ? "" : ": \(said.text)")
        cause = Self.cause(response.status, said, route)
    }

    private static func cause(_ status: Int, _ said: StorageWords, _ route: ObjectLocation.Route) -> Cause {
        let isOurs = route.key != nil || route.signature != nil
        let other = Cause.other(isRefusal: status == 401 || status == 403)
        if status == 402 || status == 540 { return route.isOfStorage ? .project : other }
        if RetryPolicy.isTransient(status) { return .passing }
        if said.message.contains("property 'authorization'") { return .noAuthorization }
        switch (said.code, said.status) {
        case ("NoSuchBucket"?, _): return .noBucket
        case ("NoSuchKey"?, _): return .missing
        case ("InvalidAccessKeyId"?, _), ("SignatureDoesNotMatch"?, _), ("ExpiredToken"?, _),
            ("InvalidToken"?, _),
            ("RequestTimeTooSkewed"?, _):
            // Another host's words are about a URL that the row gave.
            return route.signature != nil ? .key : other
        case ("InvalidJWT"?, _), ("InvalidSignature"?, _):
            return route.holdsToken ? .token : isOurs ? .key : other
        case (_, "404"?): return said.message == "Bucket not found" ? .noBucket : .missing
        case (_, "401"?), (_, "403"?):
            if route.holdsToken { return .token }
            // A page with 403 is somebody's in between, and says nothing of the key; a gateway's 401 can be empty.
            let isServices = said.isJSON || status == 401
            return route.key != nil && isServices ? .key : other
        default: return other
        }
    }
}
