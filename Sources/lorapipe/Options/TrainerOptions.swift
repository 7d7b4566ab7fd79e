public import ArgumentParser
import Curl
import Dataset
import Foundation
public import MusubiAPI
import Pipeline
import Store
import Train

/// Which trainer a command talks to.
struct TrainerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The trainer's base URL (LORAPIPE_ENDPOINT). Without it a job's own trainer; commands that only look then take the one last used, submit and cancel never do.",
            valueName: "url"))
    var endpoint: String?

    @Option(help: "The API's spelling there: plain, or a wrapper backend's.")
    var dialect: Dialect?

    @Option(
        help: ArgumentHelp("Take the trainer from this pipeline file.", valueName: "file"),
        transform: namedPath)
    var pipeline: String?

    @Option(
        help: ArgumentHelp(
            "Reach it through this HTTP proxy, http://host:port (LORAPIPE_PROXY, better for one with a password).",
            valueName: "url"))
    var proxy: String?

    @Option(
        name: .customLong("ca"),
        help: ArgumentHelp("Authorities that may vouch for it, in PEM (LORAPIPE_CA).", valueName: "file"),
        transform: namedPath)
    var authorities: String?

    /// The trainer: as named here, else of the pipeline named here, else the one that has the job, else
    /// LORAPIPE_ENDPOINT, else, for commands that only look, the one last used. The token is the pipeline's
    /// train.token, or LORAPIPE_TOKEN where this command line or LORAPIPE_ENDPOINT names the trainer; likewise its proxy
    /// and its authorities, which --proxy and --ca set over both.
    ///
    /// - Parameter guesses: whether the one last used may be meant.
    func endpoint(
        for jobID: String? = nil, _ settings: PipelineSettings?, guesses: Bool = true, _ ledger: Ledger
    ) async throws -> Endpoint {
        let environment = ProcessInfo.processInfo.environment
        func named(_ option: String?, _ variable: String) -> String? {
            let text = option ?? (pipeline == nil || endpoint != nil ? environment[variable] : nil)
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        let proxy: ProxyAddress?
        let authorities: CertificateFile?
        do {
            proxy = try named(self.proxy, "LORAPIPE_PROXY").map(ProxyAddress.init)
            authorities = try named(self.authorities, "LORAPIPE_CA").map { try CertificateFile($0) }
        } catch let error as HTTPError {
            throw Failure(
                .settings, code: "network", error.message.printableLine,
                hint: "check --proxy and --ca, or LORAPIPE_PROXY and LORAPIPE_CA")
        }
        return try await trainer(jobID, settings, guesses: guesses, ledger).reached(
            through: proxy, authorities)
    }

    /// The pipeline file that names the trainer; nil where none is given.
    func settings() throws -> PipelineSettings? {
        try pipeline.map {
            try PipelineSettings(
                at: $0, overrides: dialect.map { ["train.dialect=\($0.rawValue)"] } ?? [],
                environment: ProcessInfo.processInfo.environment)
        }
    }

    private func trainer(
        _ jobID: String?, _ settings: PipelineSettings?, guesses: Bool, _ ledger: Ledger
    ) async throws -> Endpoint {
        let environment = ProcessInfo.processInfo.environment
        if let endpoint {
            return try Endpoint(
                endpoint, dialect: dialect ?? .plain, token: environment["LORAPIPE_TOKEN"])
        }
        if let settings { return try settings.endpoint }
        let named = environment["LORAPIPE_ENDPOINT"] ?? ""
        let known: Submission? = if let jobID { try await ledger.submission(ofJob: jobID) } else { nil }
        if known == nil, !named.isEmpty {
            return try Endpoint(named, dialect: dialect ?? .plain, token: environment["LORAPIPE_TOKEN"])
        }
        let last = guesses && known == nil ? try await ledger.submissions().first : nil
        if let submission = known ?? last {
            return try EnvironmentToken(environment).endpoint(
                submission.endpoint, dialect ?? Dialect(rawValue: submission.dialect) ?? .plain)
        }
        let isEmpty = environment["LORAPIPE_ENDPOINT"] != nil && named.isEmpty
        throw Failure(
            .settings, code: "endpoint",
            "no trainer is named" + (isEmpty ? ", and LORAPIPE_ENDPOINT \(EmptyVariable.words)" : ""),
            hint: "give --endpoint URL or --pipeline FILE, or set LORAPIPE_ENDPOINT")
    }

    /// A client of that trainer.
    func client(for jobID: String? = nil, _ context: RunContext) async throws -> TrainerClient {
        let endpoint = try await endpoint(for: jobID, settings(), context.store.ledger)
        return TrainerClient(endpoint, http: context.http(for: endpoint))
    }
}

extension Dialect: ExpressibleByArgument {}
