/// A run in which a trainer went through all motions and trained nothing.
public enum Rehearsal {
    /// What our own trainer puts before every line and message of one.
    public static let mark = "[rehearsal, no weights are trained]"
}

extension TrainingJob {
    /// Whether the trainer says that it only rehearsed: then there is no LoRA, whatever the status.
    public var isRehearsal: Bool { message?.hasPrefix("[rehearsal") == true }
}
