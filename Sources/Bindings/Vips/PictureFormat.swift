import CVipsShims

/// The file formats that are read and written.
public enum PictureFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp

    var shim: cvips_format {
        switch self {
        case .jpeg: CVIPS_JPEG
        case .png: CVIPS_PNG
        case .webp: CVIPS_WEBP
        }
    }
}

/// How the pixels of a file will be asked for.
public enum PictureAccess: Sendable {
    /// Once, top to bottom: the file is decoded a few rows at a time. Going back fails.
    case sequential
    /// In any order: the whole picture is decoded into memory, or into a temporary file when it is large.
    case random
}

/// How new pixels are computed from old ones when the size changes.
public enum ResizeKernel: Sendable {
    case nearest, linear, cubic, lanczos3

    var shim: cvips_kernel {
        switch self {
        case .nearest: CVIPS_NEAREST
        case .linear: CVIPS_LINEAR
        case .cubic: CVIPS_CUBIC
        case .lanczos3: CVIPS_LANCZOS3
        }
    }
}

/// What makes a decode fail.
public enum PictureStrictness: Sendable {
    /// Only what the codec can't go on from.
    case lenient
    /// A file that ends early, too.
    case truncation
    /// Everything that the codec warns of, too, down to a stray byte between two markers.
    case warning

    var shim: cvips_strictness {
        switch self {
        case .lenient: CVIPS_LENIENT
        case .truncation: CVIPS_TRUNCATION
        case .warning: CVIPS_WARNING
        }
    }
}
