/// A noun that can wait in a file as one line of JSON while there are too many of its kind to hold.
///
/// These lines are read back by the process that wrote them, never by another version: their form may change.
public protocol JSONRecord: Sendable {
    /// As JSON.
    var record: JSONValue { get }
    /// Reads it back; nil for anything else.
    init?(record: JSONValue)
}

extension DatasetRow: JSONRecord {
    /// The columns, in their order.
    public var record: JSONValue {
        .array([
            .string(id), .string(name), .string(image), caption.map { .string($0) } ?? .null,
            createdAt.map { .string($0) } ?? .null, focus.map { .string($0) } ?? .null,
            captionFault.map { .string($0) } ?? .null,
        ])
    }

    /// Reads them back.
    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 7, let id = value[0].string,
            let name = value[1].string,
            let image = value[2].string
        else { return nil }
        self.init(
            id: id, name: name, image: image, caption: value[3].string, createdAt: value[4].string,
            focus: value[5].string, captionFault: value[6].string)
    }
}

extension SourceImage: JSONRecord {
    /// Digest and size.
    public var record: JSONValue { .array([.string(digest.hex), .int(bytes)]) }

    /// Reads them back.
    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 2,
            let digest = value[0].string.flatMap(Digest.init(hex:)), let bytes = value[1].int
        else { return nil }
        self.init(digest: digest, bytes: bytes)
    }
}

extension ImageFacts: JSONRecord {
    /// Format, sizes and numbers, then what is so or not.
    public var record: JSONValue {
        .array([
            .string(format.rawValue), .int(Int64(width)), .int(Int64(height)), .int(Int64(orientation)),
            .int(Int64(bands)), .int(Int64(bitsPerBand)), .bool(hasAlpha), .bool(isCMYK), .bool(hasProfile),
            .bool(isSRGB), profileName.map { .string($0) } ?? .null,
            profileFault.map { .string($0) } ?? .null,
            unusedColours.map { .string($0) } ?? .null,
        ])
    }

    /// Reads them back.
    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 13,
            let format = value[0].string.flatMap(ImageFormat.init)
        else { return nil }
        let numbers = value[1..<6].compactMap(\.int).map(Int.init)
        guard numbers.count == 5 else { return nil }
        self.init(
            format: format, width: numbers[0], height: numbers[1], orientation: numbers[2],
            bands: numbers[3], bitsPerBand: numbers[4], hasAlpha: value[6] == true, isCMYK: value[7] == true,
            hasProfile: value[8] == true, isSRGB: value[9] == true, profileName: value[10].string,
            profileFault: value[11].string, unusedColours: value[12].string)
    }
}

extension CropPlan: JSONRecord {
    /// Source, resized size and crop, as eight numbers.
    public var record: JSONValue {
        .array(
            [
                source.width, source.height, resized.width, resized.height, crop.left, crop.top,
                crop.size.width, crop.size.height,
            ].map { .int(Int64($0)) })
    }

    /// Reads them back.
    public init?(record: JSONValue) {
        let value = (record.array ?? []).compactMap(\.int).map(Int.init)
        guard value.count == 8 else { return nil }
        source = PixelSize(width: value[0], height: value[1])
        resized = PixelSize(width: value[2], height: value[3])
        crop = PixelBox(left: value[4], top: value[5], width: value[6], height: value[7])
    }
}

extension CheckedRow: JSONRecord {
    /// Row, picture, facts and plan.
    public var record: JSONValue { .array([row.record, image.record, facts.record, plan.record]) }

    /// Reads them back.
    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 4, let row = DatasetRow(record: value[0]),
            let image = SourceImage(record: value[1]), let facts = ImageFacts(record: value[2]),
            let plan = CropPlan(record: value[3])
        else { return nil }
        self.init(row: row, image: image, facts: facts, plan: plan)
    }
}

extension PreparedImage: JSONRecord {
    /// Digest, bytes, size, format, and whether it was reused.
    public var record: JSONValue {
        .array([
            .string(digest.hex), .int(bytes), .int(Int64(size.width)), .int(Int64(size.height)),
            .string(format.rawValue), .bool(reused),
        ])
    }

    /// Reads them back.
    public init?(record: JSONValue) {
        guard let value = record.array, value.count == 6,
            let digest = value[0].string.flatMap(Digest.init(hex:)), let bytes = value[1].int,
            let width = value[2].int, let height = value[3].int,
            let format = value[4].string.flatMap(ImageFormat.init)
        else { return nil }
        self.init(
            digest: digest, bytes: bytes, size: PixelSize(width: Int(width), height: Int(height)),
            format: format, reused: value[5] == true)
    }
}
