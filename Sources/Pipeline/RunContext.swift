import Check
public import Curl
public import Dataset
import Foundation
import Imaging
import Prepare
import Pull
public import Store
public import Train
import Vips
public import Workers

/// What every run works with: the state directory, the network, and threads for pictures.
public struct RunContext: Sendable {
    /// This program's version, as lock files and the User-Agent name it.
    public static let version = "0.1.0"

    /// The state directory.
    public let store: Store
    /// The network.
    public let http: HTTPClient
    /// Threads for decoding and encoding, by default one for each core.
    public let workers: WorkerPool

    /// The first stage, with the threads that it hashes and syncs files on.
    let pull: Pull

    /// The program that decodes untrusted pictures in processes of its own, and the word that makes it do so.
    private let program: (executable: String, argument: String)?

    /// Opens the state directory and starts the threads.
    ///
    /// - Parameters:
    ///   - ledger: where the ledger of runs lies.
    ///   - program: runs `InspectWorker` when called with an argument; nil to decode on threads, for pictures of one's own.
    /// - Throws: `StoreError`, `VipsError`.
    public init(
        state: String, ledger: LedgerLocation = .inState, threads: Int? = nil,
        program: (executable: String, argument: String)? = nil
    ) throws {
        VipsRuntime.shareMemory()
        try VipsRuntime.start()
        self.program = program
        store = try Store(at: state, ledger: ledger)
        http = HTTPClient(configuration: .init(maxConnections: 8, userAgent: "lorapipe/\(Self.version)"))
        pull = Pull(store: store, client: http)
        workers = VipsRuntime.workers(max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount))
    }

    /// The network as an endpoint wants it: a client of its own where it names a proxy or authorities.
    public func http(for endpoint: Endpoint) -> HTTPClient {
        guard endpoint.proxy != nil || endpoint.authorities != nil else { return http }
        return HTTPClient(
            configuration: .init(
                maxConnections: 8, userAgent: "lorapipe/\(Self.version)",
                authorities: endpoint.authorities?.path, proxy: endpoint.proxy))
    }

    /// Who decodes for one check; to be closed after it.
    func decoders() -> DecoderPool {
        guard let program else { return .inProcess }
        return .processes(program.executable, [program.argument], size: workers.threads)
    }

    /// The versions that shape a prepared picture's bytes, as lock files hold them.
    ///
    /// - Throws: `VipsError` when the library does not start.
    public static func tools() throws -> JSONValue {
        .object([.init("lorapipe", .string(version))] + (try Prepare.tools().members ?? []))
    }
}
