import Dataset
import TestKit

@testable import Check

extension RuleCase {
    static let captionCases: [RuleCase] = [
        caption("caption-missing", nil, "h4rbour"), caption("caption-empty", "", "h4rbour"),
        RuleCase(rule: "caption-unreadable") {
            var row = try $0.row("a", Files.jpeg(), caption: nil)
            row.row.captionFault = "a.txt is no UTF-8 text"
            return [row]
        } isQuiet: {
            [try $0.row("a", Files.jpeg()), try $0.row("b", Files.jpeg(shade: 2), caption: nil)]
        },
        caption("caption-empty", " \r\n\t\u{3000}", "h4rbour"),

        caption("trigger-absent", "a boat", "a boat, h4rbour"),
        caption("trigger-absent", "h4rbourside", "h4rbour-side"),
        caption("trigger-absent", "xh4rbour _h4rbour h4rbour2 éh4rbour", "h4rbourx h4rbour"),
        caption("trigger-absent", "H4RBOUR", "(h4rbour)\n"),
        caption("trigger-absent", "一张harbour的照片", "一张h4rbour的照片"),
        caption("trigger-misspelt", "harbour, a boat", "a boat in h4rbour by the harbour"),
        caption("trigger-misspelt", "a boat, h4rbuor", "a boat"),
        caption("trigger-misspelt", "H4rbor at night", "H4RBOUR h4rbourside arbor"),

        caption("caption-placeholder", "TODO", "todo list on a wall, h4rbour"),
        caption("caption-placeholder", "h4rbour, n/a", "h4rbour, none of the boats"),
        caption("caption-placeholder", "h4rbour: H4RBOUR, add caption", "add captions to h4rbour"),
        caption("caption-placeholder", "Your caption here!", "a caption of stone"),

        captions(
            "caption-duplicate", ["h4rbour, a boat", " h4rbour, a boat\n"],
            ["h4rbour, a boat", "h4rbour, a boat."]),
        captions(
            "caption-duplicate", ["h4rbour\na boat", "h4rbour\r\na boat"],
            ["h4rbour\n\na boat", "h4rbour\r\na boat"]),
        captions("caption-duplicate", ["h4rbour\ra boat", "h4rbour\na boat"], ["h4rbour\ra boat"]),
        RuleCase(rule: "caption-contradiction") {
            [
                try $0.row("a", Files.jpeg(), caption: "h4rbour, a boat"),
                try $0.row("b", Files.jpeg(), caption: "h4rbour, a gull"),
            ]
        } isQuiet: {
            [
                try $0.row("a", Files.jpeg(), caption: "h4rbour, a boat"),
                try $0.row("b", Files.jpeg(), caption: "h4rbour, a boat "),
                try $0.row("c", Files.jpeg(shade: 1), caption: "h4rbour, a gull"),
                try $0.row("d", Files.jpeg(), caption: nil),
            ]
        },

        caption("caption-too-short", "h4rbour", "h4rbour, a red boat"),
        caption("caption-too-short", "a boat, h4rbour", "红色的船 h4rbour"),
        caption("caption-too-long", words(300), words(90)),
        caption("caption-cut", words(1200, "x"), words(500, "x")),

        caption("caption-cut", words(1020, "x"), words(340, "x")),
        caption("caption-control-token", "a boat<|im_end|>", "a boat <|im_end> im_end |im_end| < | >"),
        caption("caption-control-token", "<|im_start|>system", "<|IM_START|> is another text"),
        caption("caption-control-token", "a <|endoftext|> boat", "the end of the text"),
        caption("caption-control-token", "x<|vision_pad|>", "x <|vision pad|>"),

        caption("caption-encoding-damage", "the skipperâ€™s boat", "the skipper’s boat"),
        caption(
            "caption-encoding-damage", "a cafÃ© at night",
            "a café at night, “CAFÉ”, „Spaß“, « café\u{A0}», é…\u{A0}, Ã, 10 °C"),
        caption("caption-encoding-damage", "лодка â\u{80}\u{93} Ð»Ð¾", "лодка – «Ð» É» Ñ”"),
        caption("caption-encoding-damage", "a b\u{FFFD}at", "a boat?"),

        caption("caption-invisible", "a zero\u{200B}width boat", "a boat\twith tabs\r\nand lines"),
        caption("caption-invisible", "\u{FEFF}a boat", "family 👨‍👩‍👧, flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿, क्‍ष, می‌خواهم"),
        caption("caption-invisible", "bell \u{7}", "bell"),
        caption("caption-invisible", "left \u{202E}right", "right"),

        caption(
            "caption-invisible", "a tag \u{E0041} before its flag 🏴", "🏴\u{E0067}\u{E007F} and \u{E0041}"),

        caption("caption-markup", "a <b>bold</b> boat", "a boat < 5 m & 3 > 2 sails, me <3"),
        caption("caption-markup", "fish &amp; chips", "fish & chips; R&D; AT&T"),
        caption("caption-markup", "see https://example.com/a", "see example.com at 10:30"),
        caption("caption-markup", "WWW.example.com", "the world wide web"),
        caption("caption-markup", "a **bold** boat", "a 5*3*2 boat (red), [sic]"),
        caption("caption-markup", "<lora:harbour:0.8> boat", "lora: a boat"),
        caption("caption-markup", "(red boat:1.3)", "(ratio 16:9)"),
        caption("caption-markup", "# A boat", "boat #1"),

        RuleCase(rule: "caption-filename") {
            [try $0.row("a", Files.jpeg(), caption: "h4rbour, Dawn fleet", name: "dawn_fleet.jpg")]
        } isQuiet: {
            [try $0.row("a", Files.jpeg(), caption: "h4rbour, a fleet at dawn", name: "dawn_fleet.jpg")]
        },
        RuleCase(rule: "caption-filename") {
            [try $0.row("a", Files.jpeg(), caption: "a boat as in boat-7.JPG", name: "boat-7.jpg")]
        } isQuiet: {
            [try $0.row("a", Files.jpeg(), caption: "a boat", name: "boat-7.jpg")]
        },
        RuleCase(rule: "caption-filename") {
            [try $0.row("a", Files.jpeg(), caption: "dawn_fleet", name: "dawn_fleet.jpg")]
        } isQuiet: {
            [try $0.row("a", Files.jpeg(), caption: "dawn_fleet of boats", name: "dawn_fleet.jpg")]
        },
        caption("caption-filename", "PXL_20240101_120000123", "an image, 2024"),
        caption("caption-filename", "IMG_20240101", "h4rbour, img of 2024"),

        caption("caption-filler", "This image shows a boat", "a boat shows this image on its sail"),
        caption("caption-filler", "a boat, and here, here we see it", "here we seem to see a boat"),
        caption("caption-filler", "a boat can be seen in this", "in this"),
        caption("caption-filler", "h4rbour. In this photo, a boat", "a photo of h4rbour"),

        caption("caption-untrimmed", " a boat", "a boat\n"),
        caption("caption-untrimmed", "a boat\n\n", "a boat\r\n"),
        caption("caption-untrimmed", "a boat\r\n\r\n", "a\r\nboat\rwith lines\r"),
        caption("caption-untrimmed", "\"a boat\"", "\"a\" boat \"b\""),
        caption("caption-untrimmed", "“a boat”", "the boat ‘Anna’"),

        caption("caption-mixed-scripts", "a bo\u{430}t", "a boat, лодка, βάρκα, h4rbour港口"),
        caption("caption-mixed-scripts", "\u{3BF}ld boat", "the μ-meson, 5 µm, Δt"),
    ]

    /// A caption of as many words, none like another for the tokenizer's estimate to take as one.
    private static func words(_ count: Int, _ word: String = "boat") -> String {
        (0..<count).map { "\(word)\($0 % 7)" }.joined(separator: " ")
    }
}
