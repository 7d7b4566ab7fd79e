public import ArgumentParser
import Foundation
public import MusubiAPI
import Pipeline
import Store
import Train

/// Which trainer a command talks to.
struct TrainerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The trainer's base URL (LORAPIPE_ENDPOINT).", valueName: "url"))
    var endpoint: String?

    @Option(help: "The API's spelling there: plain, or a wrapper backend's.")
    var dialect: Dialect?

    @Option(help: ArgumentHelp("Take the trainer from this pipeline file.", valueName: "file"))
    var pipeline: String?

    /// The trainer: as named here, else of the pipeline named here, else the one that has the job, else
    /// LORAPIPE_ENDPOINT, else the one last used. The token is the pipeline's
    /// train.token, or LORAPIPE_TOKEN where no pipeline names the trainer.
    func endpoint(for jobID: String? = nil, _ ledger: Ledger) throws -> Endpoint {
        let environment = ProcessInfo.processInfo.environment
        let token = environment["LORAPIPE_TOKEN"]
        if let endpoint { return try Endpoint(endpoint, dialect: dialect ?? .plain, token: token) }
        if let pipeline {
            let dialects = dialect.map { ["train.dialect=\($0.rawValue)"] } ?? []
            return try PipelineFile.endpoint(at: pipeline, overrides: dialects, environment: environment)
        }
        let known = try jobID.flatMap { try ledger.submission(ofJob: $0) }
        if known == nil, let named = environment["LORAPIPE_ENDPOINT"], !named.isEmpty {
            return try Endpoint(named, dialect: dialect ?? .plain, token: token)
        }
        if let submission = try known ?? ledger.submissions().first {
            return try Endpoint(
                submission.endpoint, dialect: dialect ?? Dialect(rawValue: submission.dialect) ?? .plain,
                token: token)
        }
        throw Failure(
            .settings, code: "endpoint", "no trainer is named",
            hint: "give --endpoint URL or --pipeline FILE, or set LORAPIPE_ENDPOINT")
    }

    /// A client of that trainer.
    func client(for jobID: String? = nil, _ workshop: Workshop) throws -> TrainerClient {
        TrainerClient(try endpoint(for: jobID, workshop.store.ledger), http: workshop.http)
    }
}

extension Dialect: ExpressibleByArgument {}
