import Dataset
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Workers
import Web

/// A request's body on its way to disk, written on a thread of its own and never held whole.
actor SpoolFile {
    private let thread = WorkerThread(name: "spool")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    nonisolated let path: String
    private var file: FileHandle?
    private var hash = RunningDigest()

    init(path: String) { self.path = path }

    /// Appends a piece; the first one makes the file, readable by this user alone.
    func append(_ piece: ByteBuffer) throws {
        var piece = piece
        let bytes = piece.readBytes(length: piece.readableBytes) ?? []
        bytes.withUnsafeBytes { hash.update($0) }
        try opened().write(contentsOf: bytes)
    }

    /// Closes the file, which stays, and returns the hash of its bytes.
    func finish() throws -> Digest {
        try opened().close()
        return hash.finish()
    }

    /// Closes and removes the file.
    func discard() throws {
        try file?.close()
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    private func opened() throws -> FileHandle {
        if let file { return file }
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let made = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        file = made
        return made
    }
}

extension SpoolFile {
    /// Streams a request's body to disk. Throws 413 as soon as it is known to be too large, 429 when the bodies that
    /// are there have left no room.
    func take(
        _ request: Request, context: WebContext, limit: Int64, _ upload: UploadLimiter.Upload
    ) async throws -> Digest {
        func admit(_ count: Int64) throws {
            guard count <= limit else {
                throw Refusal(
                    .contentTooLarge, "The body is larger than this service takes: \(limit) bytes.")
            }
            guard upload.reserve(count) else {
                throw Refusal.busy("The disk that this service may fill with bodies is full.")
            }
        }
        if let announced = request.headers[.contentLength].flatMap(Int64.init) { try admit(announced) }
        try await context.askForBody(of: request)
        var count: Int64 = 0
        for try await piece in request.body {
            count += Int64(piece.readableBytes)
            try admit(count)
            try append(piece)
        }
        return try finish()
    }
}
