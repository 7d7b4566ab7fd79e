import DequeModule
import CCurl
import CCurlShims
import Foundation
import Synchronization

/// The one thread on which a client's libcurl runs: it owns the multi handle and all transfers, takes orders
/// from other threads through an inbox, and sleeps in `curl_multi_poll`.
final class TransferLoop: @unchecked Sendable {
    // Unchecked: `waiting` and `active` belong to the thread; `multi` is used by others for the wake-up only.

    private struct Inbox {
        var arrivals: [Transfer] = []
        /// Those that may send their last byte, or may not, with the reason.
        var answers: [(transfer: Transfer, failure: String?)] = []
        var isClosed = false
        var hasEnded = false
    }

    private let configuration: HTTPClient.Configuration
    private let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())
    private var waiting: Deque<Transfer> = []
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]

    /// Adds an easy handle to a multi handle; gives libcurl's words when it can't.
    typealias Adding =
        @Sendable (_ multi: UnsafeMutableRawPointer, _ easy: UnsafeMutableRawPointer) ->
        String?
    private let add: Adding

    init(_ configuration: HTTPClient.Configuration, add: @escaping Adding = TransferLoop.add) {
        self.configuration = configuration
        self.add = add
        // "You must not call it when any other thread in the program is running" held for old libcurls; since
        // 7.84 it is safe, and `let` makes it happen once.
        precondition(Self.library == CURLE_OK, "libcurl can't be started")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl is out of memory") }
        self.multi = multi
        let thread = Thread { self.run() }
        thread.name = "curl"
        thread.start()
    }

    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    static func add(_ multi: UnsafeMutableRawPointer, _ easy: UnsafeMutableRawPointer) -> String? {
        failure(curl_multi_add_handle(multi, easy))
    }

    private static func failure(_ code: CURLMcode) -> String? {
        code == CURLM_OK ? nil : String(cString: curl_multi_strerror(code))
    }

    func start(_ transfer: Transfer) { post { $0.arrivals.append(transfer) } }

    /// Has the loop look for transfers whose task was cancelled.
    func wake() { post { _ in } }

    /// Ends the thread; transfers under way are cancelled.
    func close() { post { $0.isClosed = true } }

    private func post(_ change: (inout Inbox) -> Void) {
        inbox.withLock {
            change(&$0)
            // The wake-up is "the only function that can be called from another thread", and only while the
            // handle exists: hence under the lock.
            if !$0.hasEnded { curl_multi_wakeup(multi) }
        }
    }

    private func run() {
        while takeOrders() {
            fill()
            var running: Int32 = 0
            let performed = curl_multi_perform(multi, &running)
            collect()
            if let failure = Self.failure(performed) { giveUp(failure) }
            let canStart = !waiting.isEmpty && active.count < configuration.maxConnections
            let polled = curl_multi_poll(multi, nil, 0, canStart ? 0 : 60_000, nil)
            if let failure = Self.failure(polled) { giveUp(failure) }
        }
        for transfer in Array(waiting) + active.values { end(transfer, transfer.cancelled) }
        inbox.withLock { $0.hasEnded = true }
        curl_multi_cleanup(multi)
    }

    /// False when the loop has to end.
    private func takeOrders() -> Bool {
        let orders = inbox.withLock { inbox in
            let orders = inbox
            (inbox.arrivals, inbox.answers) = ([], [])
            return orders
        }
        waiting += orders.arrivals
        for (transfer, failure) in orders.answers {
            transfer.source?.settle(failure)
            guard let easy = transfer.easy, active[easy] === transfer else { continue }
            if curl_easy_pause(easy, Int32(CURLPAUSE_CONT)) != CURLE_OK {
                end(transfer, HTTPError(.other, "libcurl could not go on with a request that had paused"))
            }
        }
        for transfer in Array(waiting) + active.values where transfer.cancellation.isSet {
            end(transfer, transfer.cancelled)
        }
        return !orders.isClosed
    }

    /// Starts what waits, first come first served. libcurl could queue by itself, but counts the time in its
    /// queue against a transfer's timeouts.
    private func fill() {
        while active.count < configuration.maxConnections, let transfer = waiting.popFirst() {
            do throws(HTTPError) {
                let easy = try transfer.open(configuration) { transfer, failure in
                    self.post { $0.answers.append((transfer, failure)) }
                }
                if let failure = add(multi, easy) {
                    throw HTTPError(.other, "libcurl could not begin a request: \(failure)")
                }
                active[easy] = transfer
            } catch {
                transfer.finish(error)
            }
        }
    }

    private func collect() {
        var code = CURLE_OK
        while let easy = shim_curl_next_finished(multi, &code) {
            guard let transfer = active.removeValue(forKey: easy) else { continue }
            // The result depends on the handle's counters: before it leaves the multi, so that none is reset.
            transfer.finish(code)
            curl_multi_remove_handle(multi, easy)
        }
    }

    /// Ends what is under way: libcurl can't go on with any of it, and would never say that one has finished.
    private func giveUp(_ failure: String) {
        for transfer in active.values {
            let error = HTTPError(.other, "libcurl could not go on: \(failure)", mayHaveReachedServer: true)
            end(transfer, error)
        }
    }

    private func end(_ transfer: Transfer, _ error: HTTPError) {
        waiting.removeAll { $0 === transfer }
        transfer.finish(error)
        if let easy = transfer.easy, active.removeValue(forKey: easy) != nil {
            curl_multi_remove_handle(multi, easy)
        }
    }
}
