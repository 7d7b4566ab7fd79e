import Dataset
import Store
import Vips

/// Looks at one file, from the cheapest question to the dearest: magic bytes, structure, limits, and at last every
/// pixel.
enum Examination {
    /// Examines a file; blocks while it decodes.
    ///
    /// - Parameters:
    ///   - extras: what is wanted besides the verdict.
    ///   - declared: told of the picture's format and structure before the decoder's turn.
    /// - Throws: `StoreError` when the file can't be read, `Decoding.OutOfMemory`.
    static func examine(
        _ path: String, bytes: Int64, deadline: Deadline? = nil, extras: LookExtras = [],
        declared: (ImageFormat, FileStructure) -> Void = { _, _ in }
    ) throws -> Looker.Sight {
        switch FileSignature(try FileBytes.read(path, count: 512)) {
        case .empty: return fault(.imageNotAnImage, "the file is empty")
        case .other(let what):
            return fault(.imageNotAnImage, "the file is \(what)")
        case .unsupported(let name):
            return fault(
                .imageUnsupported,
                "the file is \(FileSignature.withArticle(name)); PNG, JPEG and WebP are read")
        case .picture(let format):
            let structure: FileStructure
            do {
                structure = try FileStructure.walk(path, format, bytes: bytes)
                declared(format, structure)
            } catch let fault as FileStructure.Fault {
                return Looker.Sight(verdict: Looker.Verdict(fault))
            }
            return try Decoding.decode(path, format, deadline: deadline, extras: extras)
                .adding(structure.colours)
        }
    }

    private static func fault(_ rule: Rule, _ message: String) -> Looker.Sight {
        Looker.Sight(verdict: .fault(rule: rule.id, message: message))
    }
}
