import Dataset
import Foundation
import Workers

extension Looker {
    /// What a look at a picture's file showed.
    enum Verdict: Sendable, Equatable {
        case facts(ImageFacts, Traits)
        /// The id of the rule that names the fault, and the message.
        case fault(rule: String, message: String)

        init(_ fault: FileStructure.Fault) { self = .fault(rule: fault.rule, message: fault.message) }

        private static func unreadable(_ message: String) -> Verdict { Verdict(.unreadable(message)) }

        /// The decode ran out of time. Says as much of the machine's load as of the file, so it is never kept.
        static var slow: Verdict {
            unreadable("was not decoded within \(LookBudget.wall.components.seconds) seconds")
        }

        /// The decode ran out of processor time; another machine may be faster, so it is never kept either.
        static var tooMuchTime: Verdict {
            unreadable("the decoder was still at work when the processor time for a file of its size was up")
        }

        static var tooMuchMemory: Verdict {
            unreadable("the decoder needed more than \(LookBudget.memory >> 20) MB of memory")
        }

        static var crash: Verdict { unreadable("the decoder crashed") }

        /// The verdict on a file at which a process was at work when its time was up; nil for other ends.
        init?(outOfTime ending: ProcessEnding) {
            switch ending {
            case .killed(signal: SIGPROF): self = .tooMuchTime
            case .killed(signal: SIGALRM), .silent: self = .slow
            default: return nil
            }
        }

        /// As the caches keep it.
        var json: JSONValue {
            switch self {
            case .fault(let rule, let message):
                .record(["rule": .string(rule), "message": .string(message)])
            case .facts(let facts, let traits):
                .record([
                    "format": .string(facts.format.rawValue), "width": .int(Int64(facts.width)),
                    "height": .int(Int64(facts.height)), "orientation": .int(Int64(facts.orientation)),
                    "bands": .int(Int64(facts.bands)), "bits": .int(Int64(facts.bitsPerBand)),
                    "alpha": .bool(facts.hasAlpha), "cmyk": .bool(facts.isCMYK),
                    "profile": .bool(facts.hasProfile), "srgb": .bool(facts.isSRGB),
                    "profileName": facts.profileName.map { .string($0) },
                    "profileFault": facts.profileFault.map { .string($0) },
                    "unusedColours": facts.unusedColours.map { .string($0) }, "traits": traits.json,
                ])
            }
        }

        /// Reads a kept line; nil when it is none of this version's.
        init?(json: JSONValue) {
            // A rule that is none would leave the row out without a word.
            if let rule = json["rule"]?.string, let message = json["message"]?.string,
                Rule.all.contains(where: { $0.id == rule && $0.leavesNoPicture })
            {
                self = .fault(rule: rule, message: message)
                return
            }
            // What is beyond any picture is damage, and the file is looked at again.
            func integer(_ key: String) -> Int? {
                json[key]?.int.flatMap { (0...Int64(ImageLimits.side)).contains($0) ? Int($0) : nil }
            }
            guard let format = json["format"]?.string.flatMap(ImageFormat.init),
                let width = integer("width"),
                let height = integer("height"), let orientation = integer("orientation"),
                let bands = integer("bands"),
                let bits = integer("bits"), let traits = json["traits"].flatMap(Traits.init(json:))
            else { return nil }
            self = .facts(
                ImageFacts(
                    format: format, width: width, height: height, orientation: orientation, bands: bands,
                    bitsPerBand: bits, hasAlpha: json["alpha"] == true, isCMYK: json["cmyk"] == true,
                    hasProfile: json["profile"] == true, isSRGB: json["srgb"] == true,
                    profileName: json["profileName"]?.string, profileFault: json["profileFault"]?.string,
                    unusedColours: json["unusedColours"]?.string), traits)
        }
    }
}
