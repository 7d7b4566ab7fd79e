import Dataset

/// What is wrong with a body: the first faults, and how many there are.
struct UploadFaults: Sendable {
    /// The reported faults, in the order of the body.
    private(set) var told: [UploadFault] = []
    /// How many faults there are, reported or not.
    private(set) var count = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { count == 0 }

    mutating func add(_ fault: UploadFault) {
        count += 1
        if told.count < limit { told.append(fault) }
    }

    /// Adds the fault that ended the reading: it is reported in any case.
    mutating func end(with fault: UploadFault) {
        count += 1
        told.append(fault)
    }

    /// An answer's `detail`.
    var json: JSONValue {
        let rest = count - told.count
        let more = UploadFault("too_many_faults", [], "\(rest) more fault(s) are not told; mend these first")
        return .array((told + (rest > 0 ? [more] : [])).map(\.json))
    }
}
