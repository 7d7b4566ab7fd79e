public import Curl
public import Dataset
import Foundation
import Prepare
public import Store
import Vips
public import Workers

/// What every run works with: the state directory, the network, and threads for pictures.
public struct Workshop: Sendable {
    /// This program's version, as lock files and the User-Agent name it.
    public static let version = "0.1.0"

    /// The state directory.
    public let store: Store
    /// The network.
    public let http: HTTPClient
    /// Threads for decoding and encoding, as many as there are cores unless told otherwise.
    public let workers: WorkerPool

    /// Opens the state directory and starts the threads.
    ///
    /// - Throws: `StoreError`, `VipsError`.
    public init(state: String, threads: Int? = nil) throws {
        try VipsRuntime.start()
        store = try Store(at: state)
        http = HTTPClient(configuration: .init(maxConnections: 8, userAgent: "lorapipe/\(Self.version)"))
        workers = VipsRuntime.workers(max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount))
    }

    /// The versions that shape a prepared picture's bytes, as lock files hold them.
    ///
    /// - Throws: `VipsError` when the library does not start.
    public static func tools() throws -> JSONValue {
        .object([.init("lorapipe", .string(version))] + (try Prepare.tools().members ?? []))
    }
}
