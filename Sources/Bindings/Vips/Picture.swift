import CVipsShims

/// A picture: its header, and lazily computed pixels.
///
/// An operation returns a new picture and computes nothing yet; pixels are computed when they are written or read, a few
/// rows at a time. Use a picture on one thread, which its work blocks: a thread of `WorkerPool`.
public struct Picture: ~Copyable {
    // Owned: one reference, released by `deinit`.
    let image: OpaquePointer
    let deadline: Deadline?

    deinit { cvips_unref(image) }

    private init(owning image: OpaquePointer, deadline: Deadline?) {
        self.image = image
        self.deadline = deadline
    }

    /// Opens a file with the loader of its format and reads its header.
    ///
    /// - Parameters:
    ///   - path: a plain path; libvips' options behind it are not interpreted.
    ///   - format: by its first bytes. A file of another format is refused.
    ///   - strictness: what makes the decode fail when pixels are read. Without failure, a missing part is grey.
    ///   - shrink: the decoder returns each side at 1/shrink, which is faster and takes less memory, while the whole file is
    ///     still read: 1, 2, 4 or 8 for JPEG, any whole number for WebP; ignored for PNG. The last rows of a JPEG that are
    ///     too few for another row are dropped, and are not read when they start a block of 8.
    ///   - deadline: for all work on this picture and on those derived from it.
    public static func open(
        _ path: String, as format: PictureFormat, access: PictureAccess = .sequential,
        strictness: PictureStrictness = .truncation, shrink: Int = 1, deadline: Deadline? = nil
    ) throws(VipsError) -> Picture {
        try VipsRuntime.start()
        return try make("open", deadline) {
            cvips_open_file(format.shim, path, access == .sequential, strictness.shim, Int32(shrink))
        }
    }

    /// Opens a file whose bytes are in memory. They are copied, because pixels are decoded after this returns.
    public static func open(
        bytes: [UInt8], as format: PictureFormat, access: PictureAccess = .sequential,
        strictness: PictureStrictness = .truncation, deadline: Deadline? = nil
    ) throws(VipsError) -> Picture {
        try VipsRuntime.start()
        return try make("open", deadline) {
            bytes.withUnsafeBytes {
                cvips_open_bytes(
                    format.shim, $0.baseAddress, $0.count, access == .sequential, strictness.shim)
            }
        }
    }

    /// The picture that a call returned, or the error why it returned none.
    static func make(
        _ operation: String, _ deadline: Deadline?, _ call: () -> OpaquePointer?
    ) throws(VipsError) -> Picture {
        guard let image = call() else { throw .taken(from: operation) }
        return Picture(owning: image, deadline: deadline)
    }

    /// A picture derived from this one, under the same deadline.
    func derived(_ operation: String, _ call: (OpaquePointer) -> OpaquePointer?) throws(VipsError) -> Picture
    {
        try Picture.make(operation, deadline) { call(image) }
    }

    /// Another reference to the same picture.
    public func same() -> Picture {
        cvips_ref(image)
        return Picture(owning: image, deadline: deadline)
    }

    /// Runs a call that computes pixels, under the deadline. A nil result means that it failed.
    func evaluate<T>(_ operation: String, _ call: (OpaquePointer) -> T?) throws(VipsError) -> T {
        guard let deadline else {
            guard let result = call(image) else { throw .taken(from: operation) }
            return result
        }
        let result = deadline.isOver ? nil : deadline.guarding(image) { call(image) }
        if let result { return result }
        let error = VipsError.taken(from: operation)
        guard deadline.isOver else { throw error }
        throw VipsError(operation: operation, message: "not done within \(deadline.limit)", isTimeout: true)
    }
}
