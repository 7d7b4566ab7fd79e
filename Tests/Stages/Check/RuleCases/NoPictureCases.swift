import Dataset
import TestKit

@testable import Check

extension RuleCase {
    static let noPictureCases: [RuleCase] = [
        failing("image-missing"), failing("image-unavailable"), failing("image-host-refused"),
        failing("image-too-large"),
        RuleCase(rule: "image-too-large") {
            [try $0.row("a", Files.plain(8000, 6300))]
        } isQuiet: {
            [try $0.row("a", Files.plain(7900, 6300))]
        },
        RuleCase(rule: "image-too-large") {
            [try $0.row("a", Files.plain(4097, 4096, interlaced: true))]
        } isQuiet: {
            [
                try $0.row("a", Files.plain(4001, 4000)),
                try $0.row("b", Files.plain(1000, 900, interlaced: true)),
            ]
        },
        file("image-not-an-image", { [] }), file("image-not-an-image", { Files.html }),
        file("image-not-an-image", { Files.gzip }), file("image-not-an-image", { [0xFF, 0xD8] }),
        file("image-unsupported", { Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 100) }),
        file("image-animated", { try Files.animation() }),
        file("image-unreadable", { Files.spoilt(try Files.png()) }),
        file("image-truncated", { Files.cut(try Files.jpeg()) }),
        file("image-truncated", { Files.cut(try Files.jpeg(progressive: true)) }),
        file("image-truncated", { Files.cut(try Files.withThumbnail(Files.jpeg())) }),
        file("image-truncated", { Files.cut(try Files.jpeg(), to: 0.002) }),
        file("image-truncated", { Files.cut(try Files.png()) }),
        file("image-truncated", { Array(try Files.png().dropLast()) }),
        file("image-truncated", { Array(try Files.png().dropLast(12)) }),
        file("image-truncated", { Files.cut(try Files.webp()) }),
        file("image-truncated", { Files.promisingPNG }),
    ]
}
