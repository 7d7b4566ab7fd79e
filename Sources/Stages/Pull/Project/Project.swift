public import Curl

/// A Supabase project's address with the key that opens it.
public struct Project: Sendable {
    /// The project's URL, without `/rest/v1` or `/storage/v1`.
    public var url: String
    /// The key.
    public var key: ProjectKey

    /// A project.
    public init(url: String, key: ProjectKey) {
        self.url = url
        self.key = key
    }
}

/// A Supabase Storage.
public struct StorageSettings: Sendable {
    /// The project's URL, without `/storage/v1`.
    public var url: String
    /// A key for private buckets; sent to this host alone, and never shown.
    public var key: ProjectKey?
    /// The bucket that bare object paths are in.
    public var bucket: String
    /// Reads objects through the S3-compatible endpoint, when set.
    public var s3: S3Settings?

    /// A Storage.
    public init(url: String, key: ProjectKey? = nil, bucket: String = "images", s3: S3Settings? = nil) {
        self.url = url
        self.key = key
        self.bucket = bucket
        self.s3 = s3
    }
}

/// The S3-compatible endpoint of a Storage, or any other S3 service that holds the bucket.
public struct S3Settings: Sendable {
    /// The endpoint's URL; nil for the project's own, `/storage/v1/s3`.
    public var endpoint: String?
    /// What requests are signed with.
    public var signature: RequestSignature

    /// An endpoint.
    public init(endpoint: String? = nil, signature: RequestSignature) {
        self.endpoint = endpoint
        self.signature = signature
    }
}

extension String {
    /// Without the slashes at its end.
    var withoutSlash: String {
        var text = self[...]
        while text.hasSuffix("/") { text.removeLast() }
        return String(text)
    }
}
