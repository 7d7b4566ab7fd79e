import Dataset
import MusubiAPI

/// What a trainer would find in a body: its parameters, its pictures, and everything wrong with either.
struct PayloadInspection: Sendable {
    /// Nil when they are refused.
    private(set) var parameters: TrainingParameters?
    private(set) var faults: UploadFaults
    /// Name and size of the pictures that could be decoded.
    private(set) var pictures: [(name: String, size: PixelSize)] = []
    private var names = NameInspection()
    private let limits: PayloadLimits

    /// The body has more pictures than are looked at.
    private struct TooManyImages: Error {}

    /// Reads a body from disk, one picture at a time. Called on a thread that may block. Throws when the file
    /// cannot be read; whatever is wrong with its content is a fault.
    init(path: String, limits: PayloadLimits = PayloadLimits()) throws {
        self.limits = limits
        faults = UploadFaults(limit: limits.told)
        var scanner = try PayloadScanner(path: path, limits: limits)
        do {
            try inspect(&scanner)
        } catch let error as PayloadSyntaxError {
            parameters = nil
            faults.end(with: .notJSON(error))
        } catch is TooManyImages {
            parameters = nil
            faults.end(
                with: UploadFault("too_long", ["images"], "List should have at most \(limits.images) items"))
        }
        try scanner.close()
    }

    /// The pictures that a trainer would resize, as log lines; one of a bucket's size is resized by some.
    var resized: [String] {
        guard let resolution = parameters?.resolution else { return [] }
        let square = PixelSize(width: resolution.side, height: resolution.side)
        let buckets = Buckets(resolution)
        let others = pictures.filter { $0.size != square }
        let lines = others.prefix(limits.told).map { picture in
            let fate =
                buckets.contains(picture.size)
                ? "fits a bucket; a trainer without buckets would resize it to \(square)"
                : "would be resized to \(square)"
            return "\(picture.name) is \(picture.size) and \(fate)"
        }
        let rest = others.count - lines.count
        return rest > 0 ? lines + ["\(rest) more pictures are not \(square) either"] : lines
    }

    private static let parameterKeys: Set<String> = [
        "output_name", "network_dim", "network_alpha", "learning_rate", "max_train_epochs", "max_train_steps",
        "seed", "resolution",
    ]

    private mutating func inspect(_ scanner: inout PayloadScanner) throws {
        guard try scanner.peek() == UInt8(ascii: "{") else {
            let given = try scanner.value()
            faults.add(UploadFault("model_attributes_type", [], "Input should be an object", input: given))
            return try scanner.end()
        }
        var members: [JSONValue.Member] = []
        var count: Int?
        try scanner.object { scanner, key in
            if key == "images" {
                count = try images(&scanner)
            } else if Self.parameterKeys.contains(key) {
                members.append(.init(key, try scanner.value(limit: limits.parameter)))
            } else {
                // Read, since all of the body must be JSON, and not kept.
                _ = try scanner.value()
            }
        }
        try scanner.end()
        if count == nil { faults.add(.missing(["images"])) }
        if count == 0 {
            faults.add(
                UploadFault(
                    "too_short", ["images"], "List should have at least 1 item, not 0", input: .array([])))
        }
        let body = JSONValue.object(members)
        do throws(ParameterFaults) {
            parameters = try TrainingParameters(body: body)
        } catch {
            for fault in error.faults { faults.add(.parameter(fault, in: body)) }
        }
    }

    private mutating func images(_ scanner: inout PayloadScanner) throws -> Int? {
        guard try scanner.peek() == UInt8(ascii: "[") else {
            faults.add(
                UploadFault("list_type", ["images"], "Input should be a list", input: try scanner.value()))
            return -1
        }
        var count = 0
        try scanner.array { scanner, index in
            guard count < limits.images else { throw TooManyImages() }
            count += 1
            try picture(&scanner, ["images", .int(Int64(index))])
        }
        return count
    }

    private mutating func picture(_ scanner: inout PayloadScanner, _ place: [JSONValue]) throws {
        guard try scanner.peek() == UInt8(ascii: "{") else {
            return faults.add(
                UploadFault("dict_type", place, "Input should be an object", input: try scanner.value()))
        }
        var name: String?
        var size: PixelSize?
        var missing: Set<String> = ["filename", "data", "caption"]
        try scanner.object { scanner, key in
            missing.remove(key)
            switch key {
            case "filename": name = text(try scanner.value(), place + ["filename"])
            case "caption": _ = text(try scanner.value(), place + ["caption"])
            case "data": size = data(try scanner.raw(limit: limits.picture), place + ["data"])
            default: _ = try scanner.raw(limit: limits.picture)
            }
        }
        for key in missing.sorted() { faults.add(.missing(place + [.string(key)])) }
        guard let name else { return }
        if let reason = names.take(name) {
            faults.add(.value(place + ["filename"], reason, input: .string(name)))
        }
        if let size { pictures.append((name, size)) }
    }

    private mutating func text(_ value: JSONValue, _ place: [JSONValue]) -> String? {
        if let text = value.string { return text }
        faults.add(UploadFault("string_type", place, "Input should be a valid string", input: value))
        return nil
    }

    private mutating func data(_ raw: [UInt8], _ place: [JSONValue]) -> PixelSize? {
        do throws(PictureInspection.Unfit) {
            return try PictureInspection.size(of: PictureInspection.bytes(ofJSONString: raw))
        } catch {
            let start = String(decoding: raw.prefix(40), as: UTF8.self)
            faults.add(.value(place, error.reason, input: .string(start + (raw.count > 40 ? "…" : ""))))
            return nil
        }
    }
}
