// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the program is measured from outside, as it was built for those who use it.
let package = Package(
    name: "benchmarks",
    targets: [
        .executableTarget(
            name: "benchmarks",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ])
    ])
