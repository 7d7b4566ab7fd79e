/// A request's `Range` header.
enum ByteRange: Equatable {
    /// All of it: no header, or one of another unit, which RFC 9110 has ignored.
    case whole
    case part(ClosedRange<Int64>)
    case unsatisfiable

    /// Reads a single `bytes=a-b`, `a-` or `-n` for a file of `size` bytes; the end is clamped, and several
    /// ranges at once are refused, as the service does.
    init(_ header: String?, size: Int64) {
        guard let header, header.hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, !header.contains(",") else {
            self = .unsatisfiable
            return
        }
        switch (Int64(ends[0]), Int64(ends[1])) {
        case (let first?, let last?) where first <= last && first < size:
            self = .part(first...min(last, size - 1))
        case (let first?, nil) where ends[1].isEmpty && first < size: self = .part(first...size - 1)
        case (nil, let count?) where ends[0].isEmpty && count > 0 && size > 0:
            self = .part(max(0, size - count)...size - 1)
        default: self = .unsatisfiable
        }
    }
}
