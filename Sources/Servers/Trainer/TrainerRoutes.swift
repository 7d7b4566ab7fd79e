import Dataset
import HTTPTypes
import Hummingbird
import MusubiAPI
import Workers
import Web

/// The calls of the API in both dialects.
struct TrainerRoutes: Sendable {
    let book: JobStore
    let spool: SpoolDirectory
    let workers: WorkerPool
    let uploads: UploadLimiter
    let maxBodyBytes: Int64
    let limits: PayloadLimits

    /// The longest `Idempotency-Key`; keys are kept as long as their jobs.
    private static let longestKey = 255

    /// The router with its guards. Nothing changes by GET.
    func router(prefix: String, address: ListeningAddress, token: String?) -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        router.add(middleware: RefusalAnswers())
        router.add(middleware: HostGuard(address))
        let open = ["/health", "/lora-trainer/health"].map { prefix + $0 }
        router.add(middleware: TokenGuard(token: token, open: open))
        let root = router.group(RouterPath(prefix))
        add(to: root, .plain, below: "train", jobs: "train/jobs", health: "health")
        add(
            to: root, .wrapper, below: "lora-trainer", jobs: "lora-trainer/jobs",
            health: "lora-trainer/health",
            train: "lora-trainer/train")
        return router
    }

    private func add(
        to root: RouterGroup<WebContext>, _ dialect: Dialect, below: String, jobs: String, health: String,
        train: String = "train"
    ) {
        root.post(RouterPath(train)) { request, context in
            try await self.train(request, context, dialect)
        }
        root.get(RouterPath("\(below)/status/:id")) { _, context in
            guard let job = await book.job(try context.parameters.require("id")) else {
                throw Refusal.unknownJob
            }
            return dialect.answer(job.json, as: "job")
        }
        root.get(RouterPath(jobs)) { _, _ in
            dialect.answer(.array(await book.all().map(\.json)), as: "jobs")
        }
        root.get(RouterPath("\(below)/logs/:id")) { _, context in
            let id = try context.parameters.require("id")
            guard let lines = await book.lines(of: id) else { throw Refusal.unknownJob }
            let logs = JSONValue.array(lines.map { .string($0) })
            return dialect == .plain
                ? .json(.record(["job_id": .string(id), "logs": logs])) : dialect.answer(logs, as: "logs")
        }
        root.post(RouterPath("\(below)/cancel/:id")) { _, context in
            try await cancel(try context.parameters.require("id"))
        }
        root.get(RouterPath(health)) { _, _ in
            Response.json(.record(["status": "ok", "rehearsal": true]))
        }
    }

    private func train(
        _ request: Request, _ context: WebContext, _ dialect: Dialect
    ) async throws -> Response {
        guard let upload = uploads.begin() else {
            throw Refusal.busy("This service takes no more uploads at a time.")
        }
        defer { upload.end() }
        let file = SpoolFile(path: spool.newPath())
        let job: TrainingJob
        do {
            job = try await taken(request, context, into: file, upload)
        } catch {
            try await file.discard()
            throw error
        }
        try await file.discard()
        let answer = JSONValue.record([
            "job_id": .string(job.id), "status": .string(job.status.word),
            "message": job.message.map { .string($0) }, "dataset_id": job.datasetID.map { .string($0) },
        ])
        return dialect.answer(answer, as: "job", status: dialect == .plain ? .ok : .created)
    }

    private func taken(
        _ request: Request, _ context: WebContext, into file: SpoolFile, _ upload: UploadLimiter.Upload
    ) async throws -> TrainingJob {
        let key = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        guard key?.utf8.count ?? 0 <= Self.longestKey else {
            throw Refusal(
                .unprocessableContent, "The Idempotency-Key is longer than \(Self.longestKey) bytes.")
        }
        let body = try await file.take(request, context: context, limit: maxBodyBytes, upload)
        do {
            if let key, let known = try await book.job(forKey: key, body: body) { return known }
            let (path, limits) = (file.path, limits)
            let inspection = try await workers.run { try PayloadInspection(path: path, limits: limits) }
            guard inspection.faults.isEmpty, let parameters = inspection.parameters else {
                throw Refusal(.unprocessableContent, detail: inspection.faults.json)
            }
            let seed = TrainedSeed(parameters.seed)
            let plan = SimulationPlan(
                parameters: seed.put(into: parameters), images: inspection.pictures.count,
                notes: seed.notes + inspection.resized)
            return try await book.submit(plan, key: key, body: body)
        } catch is JobStore.KeyReused {
            throw Refusal(.unprocessableContent, "This Idempotency-Key was used with another body.")
        } catch is JobStore.Full {
            throw Refusal.busy("This service's queue is full.")
        }
    }

    private func cancel(_ id: String) async throws -> Response {
        switch await book.cancel(id) {
        case .notFound: throw Refusal.unknownJob
        case .cancelled:
            .json(
                .record([
                    "success": true, "message": "cancelled", "status": "cancelled", "job_id": .string(id),
                ]))
        case .alreadyEnded(let status):
            .json(
                .record([
                    "success": false, "message": .string("already \(status.word)"),
                    "status": .string(status.word), "job_id": .string(id),
                ]))
        }
    }
}

extension Dialect {
    /// An answer as this dialect gives it: the payload alone, or in an envelope.
    fileprivate func answer(
        _ payload: JSONValue, as name: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        guard self == .wrapper else { return .json(payload, status: status) }
        return .json(.object([.init("success", true), .init(name, payload)]), status: status)
    }
}
