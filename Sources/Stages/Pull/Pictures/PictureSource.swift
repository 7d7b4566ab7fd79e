import Dataset

/// Gets one row's picture.
protocol PictureSource: Sendable {
    /// - Throws: `StoreError`, `PullError` and `CancellationError` only for what is the run's own; what is wrong with
    ///   a picture is in the answer.
    func picture(of row: DatasetRow) async throws -> Fetched

    /// Whether a picture that was fetched before is kept, and was not found to be unusable.
    func holds(_ image: SourceImage) async throws -> Bool
}

/// The result of fetching a picture.
struct Fetched: Sendable {
    let picture: FetchedRow.Picture
    /// Set when the service itself was the reason, not the picture.
    let outage: Outage?
    /// Whether the service was seen to be up: it gave the picture, or a reason that is the picture's own.
    let showsService: Bool
    /// Whether the service said meanwhile that it has too much to do.
    var wasBusy = false
    /// Whether a killed run fetched it.
    var isResumed = false

    /// - Parameter wasAsked: whether the service was asked at all.
    init(_ image: SourceImage, wasAsked: Bool = true) {
        picture = .kept(image)
        outage = nil
        showsService = wasAsked
    }

    /// - Parameter wasAsked: whether the service was asked at all.
    init(_ finding: Finding, outage: Outage? = nil, wasAsked: Bool = true) {
        picture = .failed(finding)
        self.outage = outage
        showsService = wasAsked && outage == nil
    }
}
