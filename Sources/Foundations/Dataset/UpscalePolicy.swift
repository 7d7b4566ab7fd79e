/// What is to be done with pictures that are smaller than the size the trainer is to get.
public enum UpscalePolicy: Sendable, Equatable {
    /// None is enlarged.
    case refuse
    /// All are.
    case allow
    /// Those are of which no side has to grow by more than this factor.
    case limit(Double)

    /// Whether a picture may be enlarged by a factor above 1.
    public func permits(_ factor: Double) -> Bool {
        switch self {
        case .refuse: false
        case .allow: true
        case .limit(let most): factor <= most
        }
    }
}
