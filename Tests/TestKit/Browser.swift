import Dataset
import Foundation
import Subprocess
import SystemPackage

/// Chromium without a window: opens a page from disk and tells what became of it.
public enum Browser {
    /// What became of a page.
    public struct Page: Sendable {
        /// The document as it stands once everything on it has run.
        public let document: String
        /// What the page, or the browser about it, wrote to the console.
        public let console: [String]

        /// How often a text stands in the document.
        public func count(_ text: String) -> Int { document.ranges(of: text).count }

        /// What stands in an attribute of all elements that have it, in their order, unescaped.
        public func values(of attribute: String) -> [String] {
            document.ranges(of: " \(attribute)=\"").map { start in
                Self.unescaped(document[start.upperBound...].prefix { $0 != "\"" })
            }
        }

        /// The rows whose cards are there.
        public var rows: [String] { values(of: "data-row") }

        /// The markup of one row's card.
        public func card(_ row: String) -> String {
            guard let start = document.firstRange(of: "data-row=\"\(row)\"") else { return "" }
            let rest = document[start.lowerBound...]
            return String(rest[..<(rest.firstRange(of: "</article>")?.lowerBound ?? rest.endIndex)])
        }

        /// How many rows the page says that it shows, and the like.
        public var count: String { text(between: "aria-live=\"polite\">", "</output>") }

        /// The title that the page has in the end.
        public var title: String { text(between: "<title>", "</title>") }

        private func text(between start: String, _ end: String) -> String {
            guard let from = document.firstRange(of: start),
                let to = document[from.upperBound...].firstRange(of: end)
            else { return "" }
            return Self.unescaped(document[from.upperBound..<to.lowerBound])
        }

        /// Without the five entities that a document escapes, and without fixed spaces.
        public static func unescaped(_ text: Substring) -> String {
            [
                ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{A0}"),
                ("&amp;", "&"),
            ]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
        }
    }

    /// Opens a page, waits until nothing more happens on it, and ends the browser with all its processes.
    ///
    /// - Parameters:
    ///   - address: what stands behind the path, such as `#rule=…`.
    ///   - options: of the command line.
    public static func open(_ path: String, _ address: String = "", options: [String] = []) async throws
        -> Page
    {
        try Needs.browser.declare()
        let profile = try TemporaryDirectory("browser")
        defer { withExtendedLifetime(profile) {} }
        let url = "file://" + PercentCoding.encoded(path, keeping: "/") + address
        let result = try await Subprocess.run(
            // `timeout` puts the browser into a process group and ends all of it when the time is over.
            .name("timeout"),
            arguments: Arguments(
                [
                    "--kill-after=5", "180", "chromium", "--headless", "--user-data-dir=" + profile.path,
                    // The tests run as root in most containers, where the browser's own sandbox can't start.
                    "--no-sandbox",
                    "--disable-gpu", "--disable-dev-shm-usage", "--disable-crash-reporter", "--no-first-run",
                    "--disable-background-networking", "--enable-logging=stderr",
                    "--virtual-time-budget=5000",
                ] + options + ["--dump-dom", url]),
            output: .bytes(limit: 1 << 29), error: .string(limit: 1 << 24))
        guard case .exited(0) = result.terminationStatus else {
            throw Failure(
                description:
                    "chromium, which bash Tests/install installs: \(result.terminationStatus); \(result.standardError)"
            )
        }
        // Its helpers end a moment after it.
        for _ in 0..<100 where try !leftovers(of: profile.path).isEmpty {
            try await Task.sleep(for: .milliseconds(50))
        }
        let left = try leftovers(of: profile.path)
        guard left.isEmpty else {
            throw Failure(description: "processes of the browser's stay behind: \(left)")
        }
        return Page(
            document: String(decoding: result.standardOutput, as: UTF8.self),
            console: result.standardError.split(separator: "\n").map(String.init)
                .filter { $0.contains("CONSOLE") })
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Processes whose command line names the profile.
    private static func leftovers(of profile: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
            // A process may have ended since the folder was read.
            guard Int(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
            else { return false }
            return String(decoding: line, as: UTF8.self).contains(profile)
        }
    }
}
