import Foundation

/// A directory of one test's own, removed with everything in it when the last reference goes.
public final class TemporaryDirectory: Sendable {
    /// Its absolute path, without a slash at the end.
    public let path: String

    /// Makes a fresh directory; `label` is only there for people who find it.
    public init(_ label: String = "test") throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("lorapipe-\(label)-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    // A directory that the test itself removed needs no removing.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a name below it.
    public func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file, and the folders it lies in, and gives its path.
    @discardableResult
    public func write(_ bytes: some Sequence<UInt8>, _ name: String) throws -> String {
        let file = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes a text file and gives its path.
    @discardableResult
    public func write(_ text: String, _ name: String) throws -> String { try write(text.utf8, name) }

    /// A file's bytes.
    public func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// The names of everything below it, however deep, folders included, sorted.
    public func names(under folder: String = "") throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path(folder)).sorted()
    }

    /// The files that runs are writing in a state directory, without the directories and locks that hold them.
    public func temporaries(in state: String = "state") throws -> [String] {
        try Self.temporaries(at: path(state))
    }

    /// The same of a state directory anywhere.
    public static func temporaries(at state: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: state + "/tmp")
            .filter { $0.contains("/") && !$0.hasSuffix("/lock") }
    }
}
