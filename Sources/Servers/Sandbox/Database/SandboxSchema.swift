/// The two tables as the original system has them, with Supabase's roles, as statements to run one by one.
enum SandboxSchema {
    /// - Parameter password: of the login role that the services use; without quotes in it.
    static func statements(password: String) -> [String] {
        roles + ["ALTER ROLE authenticator PASSWORD '\(password)'"] + tables + access
            + StorageSchema.statements
    }

    /// The REST API and Storage act as one of these for each request, by the role that the key names.
    private static let roles = [
        "CREATE ROLE anon NOLOGIN NOINHERIT",
        "CREATE ROLE authenticated NOLOGIN NOINHERIT",
        "CREATE ROLE service_role NOLOGIN NOINHERIT BYPASSRLS",
        // It may do nothing itself: it logs in and becomes one of the three.
        "CREATE ROLE authenticator LOGIN NOINHERIT",
        "GRANT anon, authenticated, service_role TO authenticator",
        // Supabase's own limits.
        "ALTER ROLE anon SET statement_timeout = '3s'",
        "ALTER ROLE authenticated SET statement_timeout = '8s'",
        "ALTER ROLE authenticator SET statement_timeout = '8s'",
    ]

    private static let tables = [
        """
        CREATE TABLE public.datasets (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            name text NOT NULL,
            character_trigger text NOT NULL,
            settings jsonb NOT NULL DEFAULT '{}',
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now()
        )
        """,
        // The URL is the empty string until the upload has finished; the name is not unique; the caption may be
        // NULL; rows of one statement share their time.
        """
        CREATE TABLE public.data (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            dataset_id uuid NOT NULL REFERENCES public.datasets(id) ON DELETE CASCADE,
            image_url text NOT NULL,
            image_name text NOT NULL,
            caption text,
            created_at timestamptz DEFAULT now()
        )
        """,
        "CREATE INDEX data_dataset_id_idx ON public.data (dataset_id)",
    ]

    /// Grants say who may ask, row level security what they see. Without a policy that is nothing, for everybody
    /// but the service role, and no error says so.
    private static let access = [
        "ALTER TABLE public.datasets ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE public.data ENABLE ROW LEVEL SECURITY",
        "GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role",
        "GRANT ALL ON public.datasets, public.data TO anon, authenticated, service_role",
    ]
}
