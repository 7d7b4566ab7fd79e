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

/// The order in which the pixels of a file are read.
public enum PictureAccess: Sendable {
    /// Once, top to bottom: the file is decoded a few rows at a time. Going back fails.
    case sequential
    /// In any order: the whole picture is decoded into memory, or into a temporary file when it is large.
    case random
}

/// The filter of a resize.
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
    /// Only errors from which the codec can't continue.
    case lenient
    /// Also a file that ends early.
    case truncation
    /// Also every warning of the codec, down to a stray byte between two markers.
    case warning

    var shim: cvips_strictness {
        switch self {
        case .lenient: CVIPS_LENIENT
        case .truncation: CVIPS_TRUNCATION
        case .warning: CVIPS_WARNING
        }
    }
}
