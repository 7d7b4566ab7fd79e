/// The service was down, or refused: nobody answered, or every picture would be refused alike.
struct Outage: Sendable, Equatable {
    let reason: String
    let hint: String
    /// Whether one such answer is enough to know that all others will be the same.
    let isCertain: Bool

    init(
        _ reason: String,
        hint: String = "check pull.storage.url and its key, and that the service is up; then run it again",
        isCertain: Bool = false
    ) {
        self.reason = reason
        self.hint = hint
        self.isCertain = isCertain
    }
}

extension Outage {
    /// The key was refused, and will be for every other picture.
    static func refusing(_ route: ObjectLocation.Route, _ reason: String) -> Outage {
        let hint =
            route.key?.isExpired() == true
            ? "its time is over: copy a new one from the project's settings"
            : "copy the key anew from the settings of the project that pull.storage.url names"
        let name = route.key.map { "the \($0)" } ?? "the S3 access key"
        return Outage("Storage refused \(name): \(reason)", hint: hint, isCertain: true)
    }
}
