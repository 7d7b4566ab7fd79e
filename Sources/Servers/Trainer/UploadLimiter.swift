import Synchronization

/// How many bodies are taken at a time, and how much of the disk they fill together.
final class UploadLimiter: Sendable {
    private let most: Int
    private let mostBytes: Int64
    private let taken = Mutex((uploads: 0, bytes: Int64(0)))

    init(uploads: Int, bytes: Int64) {
        most = uploads
        mostBytes = bytes
    }

    /// Takes a place for one body; nil when none is free.
    func begin() -> Upload? {
        let isFree = taken.withLock { taken in
            guard taken.uploads < most else { return false }
            taken.uploads += 1
            return true
        }
        return isFree ? Upload(limiter: self) : nil
    }

    /// One body's place and bytes, until `end`.
    final class Upload: Sendable {
        private let limiter: UploadLimiter
        private let reserved = Mutex(Int64(0))

        fileprivate init(limiter: UploadLimiter) { self.limiter = limiter }

        /// Makes sure of disk for so many bytes of this body, those before among them; false when there is none.
        func reserve(_ bytes: Int64) -> Bool {
            reserved.withLock { reserved in
                let more = bytes - reserved
                guard more > 0 else { return true }
                let isFree = limiter.taken.withLock { taken in
                    guard taken.bytes + more <= limiter.mostBytes else { return false }
                    taken.bytes += more
                    return true
                }
                if isFree { reserved = bytes }
                return isFree
            }
        }

        /// Gives the place back. To be called once, after the file is gone.
        func end() {
            let bytes = reserved.withLock { $0 }
            limiter.taken.withLock { taken in
                taken.uploads -= 1
                taken.bytes -= bytes
            }
        }
    }
}
