/// How much of a body is held in memory while it is looked at, whatever the body holds.
struct PayloadLimits: Sendable {
    /// Bytes of one picture's base64.
    var picture = 96 << 20
    /// Bytes of any other value as it stands in the text. A caption that is encoded whole has under 10 KB.
    var value = 1 << 20
    /// Bytes of one of the parameters, and of a key.
    var parameter = 64 << 10
    /// Pictures of one body; the largest body has room for so many of 80 KB each.
    var images = 50_000
    /// Members of one object.
    var members = 64
    /// Faults that are told one by one, and log lines on the pictures.
    var told = 100
}
