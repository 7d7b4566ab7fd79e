import CVipsShims

/// A picture: its header, and a way to its pixels.
///
/// A verb returns a new picture and computes nothing yet; pixels are made when they are written or read, a few rows at
/// a time. A picture belongs to one thread at a time and stays there, and its work blocks: use it on `WorkerPool`.
public struct Picture: ~Copyable {
    // Owned: one reference, given back when the picture goes.
    let image: OpaquePointer
    let deadline: Deadline?

    deinit { cvips_unref(image) }

    private init(owning image: OpaquePointer, deadline: Deadline?) {
        self.image = image
        self.deadline = deadline
    }

    /// Opens a file by the one loader of its format and reads its header.
    ///
    /// - Parameters:
    ///   - path: nothing but a path; options behind it are not read.
    ///   - format: what its first bytes say. Another format's file is refused.
    ///   - strictness: what makes the decode fail once pixels are asked for. Where it does not, a missing part is grey.
    ///   - shrink: makes the decoder give each side at 1/shrink, which is quicker and takes less memory, while the
    ///     file is still read: 1, 2, 4 or 8 for JPEG, any whole number for WebP. PNG has no such way and ignores it. Of a
    ///     JPEG the rows that are too few for another one are left away, and are not read when they begin a block of 8.
    ///   - deadline: holds for all work on this picture and on those made from it.
    public static func open(
        _ path: String, as format: PictureFormat, access: PictureAccess = .sequential,
        strictness: PictureStrictness = .truncation, shrink: Int = 1, deadline: Deadline? = nil
    ) throws(VipsError) -> Picture {
        try VipsRuntime.start()
        return try make("open", deadline) {
            cvips_open_file(format.shim, path, access == .sequential, strictness.shim, Int32(shrink))
        }
    }

    /// Opens a file whose bytes are in memory. They are copied, since pixels are decoded long after this returns.
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

    /// Takes the picture that a call returned, or the reason why it returned none.
    static func make(
        _ operation: String, _ deadline: Deadline?, _ call: () -> OpaquePointer?
    ) throws(VipsError) -> Picture {
        guard let image = call() else { throw .taken(from: operation) }
        return Picture(owning: image, deadline: deadline)
    }

    /// A picture made from this one, under the same deadline.
    func derived(_ operation: String, _ call: (OpaquePointer) -> OpaquePointer?) throws(VipsError) -> Picture
    {
        try Picture.make(operation, deadline) { call(image) }
    }

    /// The same picture again: the library counts references.
    public func same() -> Picture {
        cvips_ref(image)
        return Picture(owning: image, deadline: deadline)
    }

    /// Runs a call that makes pixels, under the deadline. Nil from the call means that it failed.
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
