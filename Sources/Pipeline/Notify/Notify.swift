public import Curl
import Dataset
import Foundation

/// Tells how a run ended: runs the recipients' command, and posts to their URL, both at once.
public struct Notify: Sendable {
    /// How long each may take.
    public struct Limits: Sendable {
        /// The command's time; then it is killed, with what it started.
        public var command: Duration
        /// The time of one POST.
        public var request: Duration
        /// The pause before the second POST, where the first failed.
        public var pause: Duration

        /// Limits; what waits for a person's program is patient, but a batch goes on behind it.
        public init(
            command: Duration = .seconds(60), request: Duration = .seconds(30), pause: Duration = .seconds(2)
        ) {
            self.command = command
            self.request = request
            self.pause = pause
        }
    }

    private let notificationTargets: NotificationTargets
    private let http: HTTPClient
    private let environment: [String: String]
    private let limits: Limits

    /// - Parameter environment: of it, a command gets what finding programs and writing text takes, and no more.
    public init(
        _ notificationTargets: NotificationTargets, http: HTTPClient, environment: [String: String],
        limits: Limits = Limits()
    ) {
        self.notificationTargets = notificationTargets
        self.http = http
        self.environment = environment
        self.limits = limits
    }

    /// Tells them, and gives back what went wrong with that, a line each without a secret: a notice that could not be
    /// delivered changes nothing of how the run ended.
    public func callAsFunction(_ notice: NotificationMessage) async -> [String] {
        async let ran = run(notice)
        async let posted = post(notice)
        return await [ran, posted].compactMap { $0 }
    }

    private func run(_ notice: NotificationMessage) async -> String? {
        guard let command = notificationTargets.command else { return nil }
        let plain = environment.filter { name, _ in
            ["PATH", "HOME", "LANG", "TMPDIR"].contains(name) || name.hasPrefix("LC_")
        }
        return await NotificationCommand(
            command.text,
            plain.merging(command.variables) { $1 }.merging(notice.environment) { $1 },
            secrets: Array(command.variables.values))(
                input: Array(notice.json.text().utf8), within: limits.command
            ).map { "notify.command \($0)" }
    }

    private func post(_ notice: NotificationMessage) async -> String? {
        guard let url = notificationTargets.url else { return nil }
        var request = HTTPRequest(
            url, method: "POST", headers: [("Content-Type", "application/json")],
            body: .bytes(Array(notice.json.text().utf8)))
        request.totalTimeout = limits.request
        let first = await WebhookPost(http)(request)
        guard let first, first.mayPass else { return first.map { "notify.url \($0.words)" } }
        // The sleep throws only when the task is cancelled; the second try is then given up and says so itself.
        try? await Task.sleep(for: limits.pause)
        return await WebhookPost(http)(request).map { "notify.url \($0.words), twice" }
    }
}

/// Where the end of a run is reported; both may be set.
public struct NotificationTargets: Sendable, Equatable {
    /// A line for the shell, with the variables that it names by `${NAME}`.
    struct Command: Sendable, Equatable {
        let text: String
        let variables: [String: String]
    }

    let command: Command?
    /// A webhook's address is a password: it is never shown, not in an error either.
    let url: String?

    /// Nobody.
    public static let none = NotificationTargets(command: nil, url: nil)

    /// Whether nothing is to be notified.
    public var isEmpty: Bool { command == nil && url == nil }
}
