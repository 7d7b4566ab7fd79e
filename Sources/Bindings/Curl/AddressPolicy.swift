/// Asks the request's `admits` about every address before a byte goes there.
///
/// Used on the transfer loop's thread only.
final class AddressPolicy {
    private let admits: @Sendable (PeerAddress) -> Bool
    private var admitted: Set<PeerAddress> = []
    private(set) var refused: PeerAddress?

    init(_ admits: @escaping @Sendable (PeerAddress) -> Bool) { self.admits = admits }

    /// The refused address, when no other was left to try.
    var onlyRefusal: PeerAddress? { admitted.isEmpty ? refused : nil }

    /// Whether a connection to the address may be made or used; what can't be read as an address may not.
    func allows(_ address: PeerAddress?) -> Bool {
        guard let address else { return false }
        if admitted.contains(address) { return true }
        guard admits(address) else {
            refused = address
            return false
        }
        admitted.insert(address)
        return true
    }
}
