import Dataset
import Store
import Vips

/// Inspects one file, from the cheapest question to the most expensive: signature, structure, limits, and at last every
/// pixel.
enum ImageInspection {
    /// Inspects a file; blocks while it decodes.
    ///
    /// - Parameters:
    ///   - extras: what to compute besides the result.
    ///   - declared: receives the picture's format and structure before the decoder starts.
    /// - Throws: `StoreError` when the file can't be read, `Decoding.OutOfMemory`.
    static func inspect(
        _ path: String, bytes: Int64, deadline: Deadline? = nil, extras: InspectOptions = [],
        declared: (ImageFormat, FileStructure) -> Void = { _, _ in }
    ) throws -> Inspection {
        switch FileSignature(try FileBytes.read(path, count: 512)) {
        case .empty: return fault(.notAnImage, "the file is empty")
        case .other(let what): return fault(.notAnImage, "the file is \(what)")
        case .unsupported(let name):
            return fault(
                .unsupported,
                "the file is \(FileSignature.withArticle(name)); PNG, JPEG and WebP are read")
        case .picture(let format):
            let structure: FileStructure
            do {
                structure = try FileStructure.walk(path, format, bytes: bytes)
            } catch let fault as ImageFault {
                return Inspection(result: .fault(fault))
            }
            declared(format, structure)
            return try Decoding.decode(path, format, deadline: deadline, extras: extras)
                .adding(structure.colours)
        }
    }

    private static func fault(_ kind: ImageFault.Kind, _ message: String) -> Inspection {
        Inspection(result: .fault(ImageFault(kind, message)))
    }
}
