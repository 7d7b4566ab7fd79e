import CCurl
import CCurlShims

// What libcurl calls, on the loop's thread, while it works on a transfer: top-level functions, because a
// closure formed in an actor's context would trap there.

func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    // "If that amount differs from the amount passed to your callback function, it signals an error": so does
    // the number 0, except for an empty piece.
    return transfer.sink.take(piece, status: transfer.status) ? piece.count : (piece.isEmpty ? 1 : 0)
}

func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().takeHeader(line)
    return line.count
}

func giveBody(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return Int(CURL_READFUNC_ABORT) }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let room = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
    guard let source = transfer.source, let given = source.read(into: room) else {
        return Int(CURL_READFUNC_ABORT)
    }
    if given > 0 { transfer.request.onUpload?(source.sent, source.length) }
    return given
}

func rewindBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ whence: Int32) -> Int32 {
    guard let context else { return CURL_SEEKFUNC_FAIL }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    // "origin … libcurl currently only passes SEEK_SET".
    let moved = transfer.source?.seek(to: Int64(offset)) ?? false
    return moved ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}
