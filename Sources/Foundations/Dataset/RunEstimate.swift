/// What a run would do with a dataset as it is: counted from sizes and tokens alone, before anything is spent.
public struct RunEstimate: Sendable, Equatable {
    /// Rows that would be trained on.
    public var trained = 0
    /// Rows that would be left out.
    public var dropped = 0
    /// Pictures of which a part is cut away.
    public var cropped = 0
    /// Pictures that would be enlarged.
    public var enlarged = 0
    /// Pictures that are turned upright, converted in colour, or flattened.
    public var converted = 0
    /// Captions, of all rows, of which the trainer would lose the end.
    public var captionsCut = 0
    /// How many bytes the payload would have, an estimate.
    public var payloadBytes: Int64 = 0
    /// Training steps at batch size 1: pictures × epochs, or the most that the pipeline allows.
    public var steps = 0
    /// How often each picture would be seen; not a whole number when the steps are limited.
    public var epochs = 0.0

    /// Nothing seen yet.
    public init() {}

    /// As it stands in a report.
    public var json: JSONValue {
        .record([
            "trained": .int(Int64(trained)), "dropped": .int(Int64(dropped)),
            "cropped": .int(Int64(cropped)), "enlarged": .int(Int64(enlarged)),
            "converted": .int(Int64(converted)), "captions_cut": .int(Int64(captionsCut)),
            "payload_bytes_estimate": .int(payloadBytes), "steps": .int(Int64(steps)),
            "epochs": .double((epochs * 100).rounded() / 100),
        ])
    }
}
