import Testing
import Vips

@Suite struct VipsRuntimeTests {
    @Test func saysWhatIsLoaded() throws {
        try VipsRuntime.start()
        let numbers = VipsRuntime.version.split(separator: ".").compactMap { Int($0) }
        #expect(numbers.count == 3 && numbers[0] >= 8)
        let versions = VipsRuntime.codecVersions
        #expect(Set(versions.keys) == ["libdeflate", "libjpeg", "libpng", "libwebp", "lcms2", "zlib"])
        for (codec, version) in versions { #expect(version.first?.isNumber == true, "\(codec) \(version)") }
    }

    @Test func startingTwiceIsStartingOnce() throws {
        try VipsRuntime.start()
        try VipsRuntime.start()
        #expect(try noise(2, 2).width == 2)
    }

    @Test func picturesOnManyThreadsComeOutTheSame() async throws {
        let pool = VipsRuntime.workers(4)
        let scratch = try Scratch()
        let path = try scratch.save(try noise(300, 200), "a.png", as: .png(compression: 1))
        var results: Set<[UInt8]> = []
        let tasks = (0..<24).map { _ in
            Task(executorPreference: pool) {
                try Picture.open(path, as: .png).toSRGB()
                    .resized(horizontalScale: 0.31, verticalScale: 0.31).pixels()
            }
        }
        for task in tasks { results.insert(try await task.value) }
        #expect(results.count == 1)
    }
}
