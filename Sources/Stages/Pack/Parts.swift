import Dataset
import MusubiAPI

/// A payload in several parts, each an export of its own: contiguous in payload order and balanced by bytes.
struct Parts {
    /// The pictures of each part.
    let ranges: [Range<Int>]

    /// Cuts where the bytes before come nearest to an equal share; each part holds a picture at least.
    ///
    /// - Parameters:
    ///   - bytes: what each picture takes; no fewer than `count`.
    ///   - count: how many parts; at least 1.
    init(of bytes: [Int64], count: Int) {
        let total = bytes.reduce(0, +)
        var ranges: [Range<Int>] = []
        var (start, end, before) = (0, 0, Int64(0))
        for part in 1...count {
            let last = bytes.count - (count - part)
            let share = Int64((Double(total) * Double(part) / Double(count)).rounded())
            while end < last, end <= start || part == count || before + bytes[end] / 2 <= share {
                before += bytes[end]
                end += 1
            }
            ranges.append(start..<end)
            start = end
        }
        self.ranges = ranges
    }

    /// A part's directory below the export's, as in `2-of-3` and `02-of-12`.
    static func name(_ part: Int, of count: Int) -> String { "\(padded(part, count))-of-\(count)" }

    /// Whether a name is a part's.
    static func isName(_ name: String) -> Bool {
        let numbers = name.components("-of-")
        guard numbers.count == 2, let part = Int(numbers[0]), let count = Int(numbers[1]) else {
            return false
        }
        return (1...max(1, count)).contains(part) && name == Self.name(part, of: count)
    }

    /// What a part is trained as: under a name of its own, so that no part's LoRA takes the place of another's.
    static func training(_ training: TrainingParameters, part: Int, of count: Int) -> TrainingParameters {
        guard count > 1 else { return training }
        var training = training
        training.outputName += "_\(padded(part, count))of\(count)"
        return training
    }

    private static func padded(_ part: Int, _ count: Int) -> String {
        let (digits, width) = (String(part), String(count).count)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension String {
    /// What stands between the separators.
    fileprivate func components(_ separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}

/// A payload larger than `pack.max_bytes` lets it be; nothing was written.
public struct PayloadTooLarge: Error, Sendable, CustomStringConvertible {
    /// The exact size, in bytes; of the largest part when it was to be split.
    public let bytes: Int64
    /// The limit, in bytes.
    public let limit: Int64
    /// How many parts were asked for.
    public let parts: Int
    /// The fewest parts that would fit; nil when a single picture is too large.
    public let fitting: Int?

    /// In a sentence.
    public var description: String {
        parts == 1
            ? "the payload would be \(bytes) bytes; pack.max_bytes is \(limit)"
            : "the largest of \(parts) parts would be \(bytes) bytes; pack.max_bytes is \(limit)"
    }

    /// What to do next.
    public var hint: String {
        let split = fitting.map { "export with --split \($0), " } ?? ""
        return split + "prepare.format jpeg or webp, or a lower prepare.resolution"
    }
}
