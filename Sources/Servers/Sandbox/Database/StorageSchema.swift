/// Storage's own tables, with the columns, policies and grants that the real service's migrations leave, and the
/// functions that policies are written with.
enum StorageSchema {
    static let statements: [String] = tables + access + functions

    private static let tables = [
        "CREATE SCHEMA storage",
        """
        CREATE TABLE storage.buckets (
            id text PRIMARY KEY, name text NOT NULL UNIQUE, owner uuid, owner_id text,
            public boolean DEFAULT false, avif_autodetection boolean DEFAULT false,
            file_size_limit bigint, allowed_mime_types text[], type text NOT NULL DEFAULT 'STANDARD',
            created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now()
        )
        """,
        """
        CREATE TABLE storage.objects (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(), bucket_id text REFERENCES storage.buckets(id),
            name text, owner uuid, owner_id text,
            created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now(),
            last_accessed_at timestamptz DEFAULT now(), metadata jsonb,
            path_tokens text[] GENERATED ALWAYS AS (string_to_array(name, '/')) STORED,
            version text, user_metadata jsonb
        )
        """,
        "CREATE UNIQUE INDEX bucketid_objname ON storage.objects (bucket_id, name)",
        "CREATE INDEX objects_bucket_name_c ON storage.objects (bucket_id, name COLLATE \"C\")",
    ]

    private static let access = [
        "ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY",
        "GRANT USAGE ON SCHEMA storage TO anon, authenticated, service_role",
        "GRANT ALL ON storage.buckets, storage.objects TO anon, authenticated, service_role",
    ]

    private static let functions = [
        """
        CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS
        $$ SELECT (string_to_array(name, '/'))[1:cardinality(string_to_array(name, '/')) - 1] $$
        """,
        """
        CREATE FUNCTION storage.filename(name text) RETURNS text LANGUAGE sql IMMUTABLE AS
        $$ SELECT split_part(name, '/', -1) $$
        """,
        """
        CREATE FUNCTION storage.extension(name text) RETURNS text LANGUAGE sql IMMUTABLE AS
        $$ SELECT split_part(split_part(name, '/', -1), '.', -1) $$
        """,
    ]
}
