import MusubiAPI

/// What a trainer lists before anything is sent to it, so that what is new afterwards stands out.
struct KnownJobs: Sendable {
    let client: TrainerClient
    let time: Timekeeper

    /// The jobs that the trainer lists; nil when it has no list.
    func callAsFunction(_ emit: (String) -> Void) async throws -> [TrainingJob]? {
        var tries = 1
        while true {
            do throws(TrainError) {
                return try await client.jobs()
            } catch {
                let mayPass =
                    switch error.kind {
                    case .unreachable: true
                    case .refused(let status): status >= 500 || status == 429
                    case .unknownJob, .unresolved, .nameInUse, .unexpectedAnswer, .exportChanged: false
                    }
                if mayPass && tries < 3 {
                    try await time.pause(.seconds(2 * tries))
                    tries += 1
                    continue
                }
                switch error.kind {
                case .unreachable, .refused(status: 401), .refused(status: 403): throw error
                default: break
                }
                emit(
                    "the trainer does not list its jobs (\(error.message)): should its answer get lost, nobody can tell whether it started one"
                )
                return nil
            }
        }
    }
}
