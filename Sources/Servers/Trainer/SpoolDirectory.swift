import Foundation
import Web

/// Where bodies lie while they are read.
struct SpoolDirectory: Sendable {
    let path: String
    private let isOurs: Bool

    /// Makes the directory, readable by this user alone; nil for one under the system's temporary directory.
    init(_ wanted: String?) throws {
        isOurs = wanted == nil
        path =
            wanted
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("lorapipe-trainer-" + UUID().uuidString.lowercased()).path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw WebServerError(
                message: "cannot make the spool directory \(path): \(error.localizedDescription)",
                hint: "name another one with enough room for the largest body")
        }
    }

    /// A path that no other body has.
    func newPath() -> String { path + "/body-" + UUID().uuidString.lowercased() + ".part" }

    /// Removes the directory when it was made for this run.
    func close() {
        // A directory that cannot be removed is left to the system's own cleaning of temporary files.
        if isOurs { try? FileManager.default.removeItem(atPath: path) }
    }
}
