import CCurl
import CCurlShims
import Foundation

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
    return transfer.sink.take(piece) ? piece.count : (piece.isEmpty ? 1 : 0)
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
    guard let source = transfer.source else { return Int(CURL_READFUNC_ABORT) }
    switch source.read(into: room) {
    case .given(let count):
        if count > 0 { transfer.request.onUpload?(source.sent, source.length) }
        return count
    case .held(let hook):
        transfer.ask(hook)
        return Int(CURL_READFUNC_PAUSE)
    case .waiting: return Int(CURL_READFUNC_PAUSE)
    case .failed: return Int(CURL_READFUNC_ABORT)
    }
}

func rewindBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ whence: Int32) -> Int32 {
    guard let context else { return CURL_SEEKFUNC_FAIL }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    // "origin … libcurl currently only passes SEEK_SET".
    let moved = transfer.source?.seek(to: Int64(offset)) ?? false
    return moved ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}

/// In place of libcurl's own call of `socket`.
func openSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let context, let address, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else {
        return CURL_SOCKET_BAD
    }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    // The field is declared as a `sockaddr`, but `addrlen` bytes are there: one of IPv6 is longer.
    let peer = PeerAddress(UnsafeRawPointer(address) + offset, length: Int(address.pointee.addrlen))
    guard transfer.addressPolicy?.allows(peer) ?? true else { return CURL_SOCKET_BAD }
    return socket(
        address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
        address.pointee.protocol)
}

/// Before a request goes out, over a new connection or a kept one: that may have been made for a request that
/// was less particular.
func beforeRequest(
    _ context: UnsafeMutableRawPointer?, _ peer: UnsafeMutablePointer<CChar>?,
    _ own: UnsafeMutablePointer<CChar>?, _ peerPort: Int32, _ ownPort: Int32
) -> Int32 {
    guard let context else { return CURL_PREREQFUNC_ABORT }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    transfer.begin()
    let address = peer.flatMap { PeerAddress(String(cString: $0), port: Int(peerPort)) }
    return transfer.addressPolicy?.allows(address) ?? true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
