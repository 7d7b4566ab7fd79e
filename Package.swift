// swift-tools-version: 6.2
import PackageDescription

// The floors of the house, bottom to top. A target imports only what stands below it;
// `.ci/floors` checks that, because the compiler does not.

/// What `.ci/sanitize` builds: our own code under these sanitizers, and of the tests only those that it runs. The packages
/// that we use stay as they are, so that they are built once for all.
let sanitizer = Context.environment["LORAPIPE_SANITIZE"]
let swiftFlags: [SwiftSetting] =
    switch sanitizer {
    case "address":
        // The counters are what the fuzzers are guided by.
        [
            .unsafeFlags([
                "-sanitize=address", "-sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp",
            ])
        ]
    case "thread": [.unsafeFlags(["-sanitize=thread"])]
    default: []
    }
let cFlags: [CSetting] =
    switch sanitizer {
    case "address":
        [
            .unsafeFlags([
                "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer",
            ])
        ]
    case "thread": [.unsafeFlags(["-fsanitize=thread"])]
    default: []
    }
let linkerFlags: [LinkerSetting] = sanitizer.map { [.unsafeFlags(["-sanitize=\($0)", "-use-ld=lld"])] } ?? []

/// What stands in front of a lock of the standard library, which was built without the sanitizer.
let locks: [Target.Dependency] = sanitizer == "thread" ? ["AnnotatedLocks"] : []

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ] + swiftFlags

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A room of the house: its name is its folder's name.
func room(
    _ folder: String, _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(folder)/\(name)", resources: resources,
        swiftSettings: strict)
}

/// The flat, non-variadic calls into C libraries.
func shims(_ name: String, over libraries: String...) -> Target {
    .target(
        name: name, dependencies: libraries.map { .target(name: $0) }, path: "Sources/Bindings/C/\(name)",
        publicHeadersPath: "include", cSettings: cFlags)
}

/// The tests of one room, in the folder of `Tests/` that mirrors the room's.
func tests(
    _ folder: String, _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestKit"] + locks,
        path: "Tests/\(folder)/\(name)",
        exclude: exclude, swiftSettings: strict, linkerSettings: linkerFlags)
}

let bindings: [Target] = [
    .systemLibrary(
        name: "CVips", path: "Sources/Bindings/C/CVips", pkgConfig: "vips",
        providers: [.apt(["libvips-dev"])]),
    .systemLibrary(
        name: "CDeflate", path: "Sources/Bindings/C/CDeflate", pkgConfig: "libdeflate",
        providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
        name: "CJPEG", path: "Sources/Bindings/C/CJPEG", pkgConfig: "libjpeg",
        providers: [.apt(["libjpeg62-turbo-dev"])]),
    .systemLibrary(
        name: "CLittleCMS", path: "Sources/Bindings/C/CLittleCMS", pkgConfig: "lcms2",
        providers: [.apt(["liblcms2-dev"])]),
    .systemLibrary(
        name: "CPostgres", path: "Sources/Bindings/C/CPostgres", pkgConfig: "libpq",
        providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CCurl", path: "Sources/Bindings/C/CCurl", pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]),
    shims("CVipsShims", over: "CVips", "CDeflate", "CJPEG", "CLittleCMS"),
    shims("CPostgresShims", over: "CPostgres"),
    shims("CCurlShims", over: "CCurl"),
    room("Bindings", "Workers", [deque]),
    room("Bindings", "Vips", ["CVips", "CVipsShims", "Workers"]),
    room("Bindings", "Postgres", ["CPostgres", "CPostgresShims", "Workers"]),
    room("Bindings", "Curl", ["CCurl", "CCurlShims", deque]),
]

let foundations: [Target] = [
    room("Foundations", "Dataset", [crypto]),
    room("Foundations", "MusubiAPI", ["Dataset"]),
    room("Foundations", "Store", ["Dataset", "Workers", grdb]),
    room("Foundations", "Imaging", ["Dataset", "Store", "Vips", "Workers"]),
]

let stages: [Target] = [
    room("Stages", "Pull", ["Dataset", "Store", "Postgres", "Curl", "Workers", crypto, deque]),
    room(
        "Stages", "Check", ["Dataset", "Store", "Imaging", "Vips", "Workers", deque, heap],
        // Held in the program itself, which stays one file.
        resources: ["html", "css", "js"].map { .embedInCode("Reports/HTML/Page/report.\($0)") }
            + ["html", "css"].map { .embedInCode("Preview/Page/preview.\($0)") }),
    room("Stages", "Prepare", ["Dataset", "Store", "Imaging", "Vips", "Workers"]),
    room("Stages", "Pack", ["Dataset", "MusubiAPI", "Store", "Imaging", "Vips", "Workers"]),
    room("Stages", "Train", ["Dataset", "MusubiAPI", "Store", "Curl"]),
]

let flow: [Target] = [
    .target(
        name: "Pipeline",
        dependencies: [
            "Pull", "Check", "Prepare", "Pack", "Train", "Dataset", "MusubiAPI", "Store", "Imaging", "Vips",
            "Postgres", "Curl", "Workers", deque, subprocess, systemPackage, yams,
        ],
        path: "Sources/Pipeline", swiftSettings: strict)
]

let servers: [Target] = [
    room("Servers", "Web", ["Dataset", hummingbird, httpTypes, logging, nioCore, nioHTTPTypes]),
    room(
        "Servers", "Trainer",
        ["Dataset", "MusubiAPI", "Imaging", "Vips", "Web", "Workers", hummingbird, httpTypes, nioCore]),
    room(
        "Servers", "Sandbox",
        ["Dataset", "Postgres", "Store", "Trainer", "Web", deque, hummingbird, httpTypes, nioCore, crypto]),
]

let commandLine: [Target] = [
    .executableTarget(
        name: "lorapipe",
        dependencies: [
            "Pipeline", "Trainer", "Sandbox", "Web", "Pull", "Check", "Pack", "Train", "Dataset", "MusubiAPI",
            "Store", "Imaging",
            "Vips", "Postgres", "Curl", "Workers", argumentParser, subprocess, systemPackage,
        ],
        path: "Sources/lorapipe", swiftSettings: strict)
]

let testTargets: [Target] = [
    .target(
        name: "TestKit",
        dependencies: ["Dataset", "Postgres", "Sandbox", "Vips", crypto, subprocess, systemPackage],
        path: "Tests/TestKit", exclude: ["tls_front.py"],
        swiftSettings: strict),
    .testTarget(
        name: "TestKitTests", dependencies: ["TestKit", "Curl", "Dataset", crypto],
        path: "Tests/TestKitTests",
        swiftSettings: strict),
    tests("Bindings", "Workers", ["Workers"]),
    tests("Bindings", "Vips", ["Vips", "Dataset"], exclude: ["damaged_jpegs.py", "png_peer.py"]),
    tests("Bindings", "Postgres", ["Postgres", "Sandbox"]),
    tests("Bindings", "Curl", ["Curl", "Dataset"]),
    tests("Foundations", "Dataset", ["Dataset"], exclude: ["buckets.py"]),
    tests("Foundations", "MusubiAPI", ["MusubiAPI", "Dataset"]),
    tests("Foundations", "Store", ["Store", "Dataset", grdb]),
    tests("Foundations", "Imaging", ["Imaging", "Store", "Dataset", "Vips", "Workers"]),
    tests(
        "Stages", "Pull", ["Pull", "Store", "Dataset", "Postgres", "Curl", "Sandbox", "Workers", crypto],
        exclude: ["Pictures/s3_server.py"]),
    tests(
        "Stages", "Check",
        ["Check", "Store", "Dataset", "Imaging", "Vips", "Workers", subprocess, systemPackage],
        exclude: [
            "Reports/read_junit.py", "Tokens/token_peer.py", "Tokens/token_texts.py",
            "cleanvision_peer.py",
        ]),
    tests(
        "Stages", "Prepare", ["Prepare", "Store", "Dataset", "Imaging", "Vips"], exclude: ["colour_peer.py"]),
    tests(
        "Stages", "Pack", ["Pack", "Store", "Dataset", "MusubiAPI", "Vips"], exclude: ["read_statement.py"]),
    tests("Stages", "Train", ["Train", "Store", "Dataset", "MusubiAPI", "Curl", grdb]),
    .testTarget(
        name: "PipelineTests",
        dependencies: [
            "Pipeline", "Dataset", "MusubiAPI", "Train", "Pull", "Pack", "Check", "Postgres", "Curl",
            "TestKit", systemPackage,
        ],
        path: "Tests/Pipeline",
        swiftSettings: strict),
    tests("Servers", "Web", ["Web", "Dataset"]),
    tests("Servers", "Trainer", ["Trainer", "Web", "MusubiAPI", "Dataset", "Curl", "Vips"]),
    tests(
        "Servers", "Sandbox", ["Sandbox", "Web", "Postgres", "Curl", "Dataset", subprocess, systemPackage],
        exclude: ["official_client.py"]),
    .testTarget(
        name: "lorapipeTests", dependencies: ["lorapipe"], path: "Tests/lorapipe", swiftSettings: strict),
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "TestKit", "Sandbox", "Dataset", "MusubiAPI", "Store", "Postgres", "Vips", "lorapipe",
        ],
        path: "Tests/EndToEnd", exclude: ["open_exit.py", "strike.py", "validate.py"], swiftSettings: strict),
]

/// What only a sanitizer's build has.
let sanitizerTargets: [Target] = [
    .target(name: "PlantedFaults", path: "Tests/Fuzz/Sources/PlantedFaults", cSettings: cFlags),
    .target(name: "ThreadSanitizerLocks", path: "Tests/Fuzz/Sources/ThreadSanitizerLocks"),
    .target(
        name: "AnnotatedLocks", dependencies: ["ThreadSanitizerLocks"],
        path: "Tests/Fuzz/Sources/AnnotatedLocks",
        swiftSettings: strict),
    .executableTarget(
        name: "Planted", dependencies: ["PlantedFaults"] + locks, path: "Tests/Fuzz/Sources/Planted",
        swiftSettings: strict, linkerSettings: linkerFlags),
    .executableTarget(
        name: "Fuzz",
        dependencies: [
            "Check", "Prepare", "Pack", "Pull", "Pipeline", "Trainer", "Dataset", "Store", "Imaging", "Vips",
            "Workers",
        ],
        path: "Tests/Fuzz/Sources/Fuzz", swiftSettings: strict, linkerSettings: linkerFlags),
]

/// The targets of these names, and all that they need.
func needed(_ names: [String], of all: [Target]) -> [Target] {
    let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    var found: [String: Target] = [:]
    var open = names
    while let name = open.popLast() {
        guard found[name] == nil, let target = named[name] else { continue }
        found[name] = target
        open += target.dependencies.compactMap { dependency in
            switch dependency {
            case .byNameItem(let name, _), .targetItem(let name, _): name
            default: nil
            }
        }
    }
    return found.values.sorted { $0.name < $1.name }
}

let everything = bindings + foundations + stages + flow + servers + commandLine + testTargets
let sanitized = ["Planted", "CurlTests", "PostgresTests", "StoreTests"]
let targets =
    switch sanitizer {
    case "address":
        needed(
            sanitized + ["Fuzz", "VipsTests", "DatasetTests", "PrepareTests"],
            of: everything + sanitizerTargets)
    case "thread": needed(sanitized + ["WorkersTests"], of: everything + sanitizerTargets)
    default: everything
    }

let package = Package(
    name: "lorapipe",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: targets
)
