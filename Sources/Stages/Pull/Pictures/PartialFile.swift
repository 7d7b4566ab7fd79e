import Crypto
import Curl
import Dataset
import Foundation
import Store

/// The part of a file that arrived before its transfer broke, and whether what was put together is the whole file.
struct PartialFile {
    let path: String
    private var resumesLeft: Int
    /// The tag of the answer that broke off; only a part of the same version can be gone on with.
    private var tag: String?
    /// Where the next request begins.
    private(set) var offset: Int64 = 0
    private var largest: Int64 = 0

    init(path: String, resumes: Int) {
        self.path = path
        resumesLeft = resumes
    }

    /// Whether the next answer is to go on behind a part.
    var isResuming: Bool { offset > 0 }

    /// The version that the rest has to be of, for servers that know `If-Range`.
    var condition: String? { isResuming ? tag : nil }

    /// Looks at what a broken transfer left; whether it came further than the one before.
    mutating func grew(before error: HTTPError) -> Bool {
        // Nobody answered at all: the part is as good as it was.
        if isResuming && error.answer == nil { return false }
        let size = (try? FileBytes.size(of: path)) ?? 0  // no file, no part
        if isResuming && size <= offset {
            // The rest brings nothing; the whole may.
            mistrust()
            return false
        }
        let newTag = EntityTag.usable(error.answer?.etag)
        let canResume =
            size > 0 && resumesLeft > 0 && error.answer?.refusesRanges == false
            && newTag?.hasPrefix("\"") == true
            && (!isResuming || newTag == tag)
        guard canResume else {
            startOver()
            return false
        }
        // A step of a few bytes is no progress that deserves more patience.
        let hasGrown = size >= largest + (64 << 10)
        largest = max(largest, size)
        resumesLeft -= 1
        offset = size
        tag = newTag
        return hasGrown
    }

    /// Gives the part up, and all others: this server's parts don't fit together.
    mutating func mistrust() {
        resumesLeft = 0
        startOver()
    }

    /// Gives the part up.
    mutating func startOver() {
        offset = 0
        tag = nil
        unlink(path)
    }

    /// Whether an answer that goes on behind a part has completed the file: it is of the same version, the length is
    /// the announced one and, where the tag has the form of an MD5, so has the content's. (A tag of that form need not
    /// be an MD5: when this says no, the file has to be fetched as a whole.) Blocks while it reads.
    func isWhole(_ response: HTTPResponse) throws -> Bool {
        guard response.header("ETag") == tag, let range = response.contentRange else { return false }
        return try FileBytes.size(of: path) == range.total && isIntact()
    }

    private func isIntact() throws -> Bool {
        guard let tag, let match = tag.wholeMatch(of: /"([0-9a-f]{32})"/) else { return true }
        var hash = Insecure.MD5()
        try FileBytes.forEachChunk(of: path) { chunk throws(StoreError) in hash.update(bufferPointer: chunk) }
        let hex = hash.finalize().reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
        return hex == match.1
    }
}
