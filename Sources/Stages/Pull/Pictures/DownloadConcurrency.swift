import Curl

/// How patient a download is.
struct DownloadConcurrency: Sendable {
    /// The largest file that is fetched, in bytes.
    var maxBytes: Int64 = 100 << 20
    /// When a transfer that hardly moves is given up.
    var stall = HTTPRequest.StallLimit(bytesPerSecond: 1000, seconds: 20)
    /// How long one file may take in all, however steadily it drips and however often it is tried.
    var total = Duration.seconds(1800)
    /// When it is tried again.
    var retries = RetryPolicy()
    /// How long fresh uploads are waited for; one value for a whole run.
    var fresh = FreshUploads(patience: .seconds(30))
    /// Which addresses a host may have.
    var admits: @Sendable (PeerAddress, HTTPAddress.Origin) -> Bool = AddressRule.admits
    /// How often one file is gone on with where it broke off.
    var resumes = 20
}
