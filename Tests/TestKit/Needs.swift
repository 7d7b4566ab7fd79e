import Foundation
public import Testing

/// What a test needs besides the build's own packages. A quick run (`bash Tests/run --quick`) goes without all of it.
public enum Needs: String, Sendable {
    /// PostgreSQL's server programs, or pgbouncer.
    case postgres = "PostgreSQL"
    /// Chromium.
    case browser = "Chromium"
    /// The Python packages that `Tests/install` installs.
    case python = "the Python packages of Tests/install"
    /// strace.
    case strace = "strace"
    /// So long that a quick run would not be one.
    case minutes = "a minute or more"

    /// Whether this is a quick run.
    public static let isQuick = ProcessInfo.processInfo.environment["LORAPIPE_TESTS"] == "quick"

    /// A test uses what it did not say that it needs.
    public struct Undeclared: Error, CustomStringConvertible {
        /// What it needs.
        public let need: Needs
        /// What happened, and what to do.
        public var description: String {
            "this test needs \(need.rawValue) and does not say so: add .needs(.\(need)) to it"
        }
    }

    /// Refuses in a quick run, so that no test without its trait passes there unnoticed.
    ///
    /// - Throws: `Undeclared`.
    public func declare() throws { if Self.isQuick { throw Undeclared(need: self) } }
}

extension Trait where Self == ConditionTrait {
    /// Leaves a test or a suite out of quick runs.
    public static func needs(_ needs: Needs...) -> Self {
        .disabled(if: Needs.isQuick, "needs \(needs.map(\.rawValue).joined(separator: ", "))")
    }
}
