/// How long a trainer may take to show a job whose answer was lost.
enum SettlingTime {
    /// How long after its last byte a payload's job must be on the trainer's list, if there is one. Until then a list
    /// without it proves nothing: the trainer may still be reading.
    ///
    /// A minute, and a second for every 10 MB: Python reads and decodes a body of 400 MB at 430 MB/s on two cores of
    /// 2026; forty times slower leaves room for validation, for a busy disk and for an old machine.
    static func after(bytes: Int64) -> Duration { .seconds(60 + max(0, bytes) / 10_000_000) }

    /// How long a trainer that can't be asked for its list may be away: it may be starting again.
    static let patience = Duration.seconds(10 * 60)
}
