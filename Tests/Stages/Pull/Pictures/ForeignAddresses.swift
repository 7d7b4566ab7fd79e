/// What a row can hold to make a careless program contact something that it should not: this machine, its network's
/// own services, other schemes, other hosts that look like the configured one.
enum ForeignAddresses {
    /// For a Storage at `https://ref.supabase.co`.
    static let all: [String] = loopback + metadata + insideV6 + schemes + lookalikes + disguises

    private static let loopback = [
        "http://127.0.0.1/", "http://127.0.0.1:54321/x", "https://127.0.0.1/x", "http://localhost/x",
        "http://LOCALHOST/x", "http://localhost./x", "http://127.1/x", "http://127.0.1/x",
        "http://2130706433/x",
        "http://0x7f000001/x", "http://0x7f.0.0.1/x", "http://0177.0.0.1/x", "http://017700000001/x",
        "http://127.0.0.1.nip.io/x", "http://0/x", "http://0.0.0.0/x", "http://127.255.255.254/x",
        "http://①②⑦.⓪.⓪.①/x", "http://127。0。0。1/x",
    ]

    private static let metadata = [
        "http://169.254.169.254/latest/meta-data/", "http://2852039166/latest", "http://0xa9fea9fe/latest",
        "http://0251.0376.0251.0376/latest", "http://169.254.43518/latest",
        "http://metadata.google.internal/x",
        "http://100.100.100.200/x", "http://10.0.0.1/x", "http://192.168.1.1/admin", "http://172.16.0.1/x",
        "http://224.0.0.1/x", "http://255.255.255.255/x",
    ]

    private static let insideV6 = [
        "http://[::1]/x", "http://[::]/x", "http://[0:0:0:0:0:0:0:1]/x", "http://[::ffff:127.0.0.1]/x",
        "http://[::ffff:7f00:1]/x", "http://[::ffff:a9fe:a9fe]/x", "http://[fe80::1]/x",
        "http://[fe80::1%25eth0]/x",
        "http://[fd00:ec2::254]/latest", "http://[64:ff9b::7f00:1]/x", "http://[2002:7f00:1::]/x",
        "http://[::127.0.0.1]/x",
    ]

    private static let schemes = [
        "file:///etc/passwd", "file:/etc/passwd", "FILE:///etc/passwd", "ftp://ref.supabase.co/x",
        "gopher://127.0.0.1:70/_x", "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/x", "tftp://127.0.0.1/x",
        "smb://127.0.0.1/share", "data:image/png;base64,iVBORw0KGgo=", "javascript:alert(1)",
        "jar:http://x!/y",
        "ws://ref.supabase.co/x", "//127.0.0.1/x", "//evil.example/x", "\\\\127.0.0.1\\share",
        "http:127.0.0.1/x",
        "http:///127.0.0.1/x", "http://",
    ]

    private static let lookalikes = [
        "http://ref.supabase.co/storage/v1/object/public/images/a.png",
        "https://ref.supabase.co:8443/storage/v1/object/public/images/a.png",
        "https://ref.supabase.co.evil.example/a.png", "https://evilref.supabase.co/a.png",
        "https://supabase.co/a.png", "https://other.supabase.co/a.png", "https://a.ref.supabase.co/a.png",
        "https://ref.supabase.com/a.png", "https://ref.supabase.co./a.png",
    ]

    private static let disguises = [
        "https://ref.supabase.co@127.0.0.1/x", "https://user:pw@ref.supabase.co/x",
        "https://127.0.0.1#@ref.supabase.co/x",
        "https://127.0.0.1?@ref.supabase.co/x", "https://127.0.0.1\\@ref.supabase.co/x",
        "https://ref.supabase.co\t@127.0.0.1/x", "https://ref.supabase.co%2f@127.0.0.1/x",
        "https://127.0.0.1/\r\nHost: x",
        "https://ref.supabase.co\u{0}.evil.example/x", "https://ref%2esupabase%2eco.evil.example/x",
        "/storage/v1/object/public/images/../../../../rest/v1/data",
        "object/public/images/%2e%2e/%2e%2e/auth/v1/x",
        "https://ref.supabase.co/storage/v1/object/public/images/../../../rest/v1/data",
        "https://ref.supabase.co/storage/v1/object/public/%2e%2e/secret", "../../rest/v1/data",
    ]
}
