public import Dataset
import Foundation
import Workers

/// What the inspection of an image file found.
public enum InspectionResult: Sendable, Equatable {
    /// A usable image.
    case facts(ImageFacts, ImageStatistics)
    /// Not a usable image.
    case fault(ImageFault)

    /// The decode ran out of wall-clock time. That depends on the machine's load as much as on the file, so it is never
    /// cached.
    static let slow = fault(
        .unreadable("was not decoded within \(InspectionBudget.wall.components.seconds) seconds"))

    /// The decode ran out of processor time; another machine may be faster, so it is never cached either.
    static let tooMuchTime = fault(
        .unreadable("the decoder was still at work when the processor time for a file of its size was up"))

    static let tooMuchMemory = fault(
        .unreadable("the decoder needed more than \(InspectionBudget.memory >> 20) MB of memory"))

    static let crash = fault(.unreadable("the decoder crashed"))

    /// The result for a file on which a process was at work when its time was up; nil for other ends.
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
        case .fault(let fault):
            .record(["fault": .string(fault.kind.rawValue), "message": .string(fault.message)])
        case .facts(let facts, let statistics):
            .record([
                "format": .string(facts.format.rawValue), "width": .int(Int64(facts.width)),
                "height": .int(Int64(facts.height)), "orientation": .int(Int64(facts.orientation)),
                "bands": .int(Int64(facts.bands)), "bits": .int(Int64(facts.bitsPerBand)),
                "alpha": .bool(facts.hasAlpha), "cmyk": .bool(facts.isCMYK),
                "profile": .bool(facts.hasProfile), "srgb": .bool(facts.isSRGB),
                "profileName": facts.profileName.map { .string($0) },
                "profileFault": facts.profileFault.map { .string($0) },
                "unusedColours": facts.unusedColours.map { .string($0) }, "statistics": statistics.json,
            ])
        }
    }

    /// Reads what the caches kept; nil for anything that this version did not write.
    init?(json: JSONValue) {
        if let kind = json["fault"]?.string.flatMap(ImageFault.Kind.init),
            let message = json["message"]?.string
        {
            self = .fault(ImageFault(kind, message))
            return
        }
        // A number beyond any picture is damage: the file is inspected again.
        func integer(_ key: String) -> Int? {
            json[key]?.int.flatMap { (0...Int64(ImageLimits.side)).contains($0) ? Int($0) : nil }
        }
        guard let format = json["format"]?.string.flatMap(ImageFormat.init),
            let width = integer("width"), let height = integer("height"),
            let orientation = integer("orientation"), let bands = integer("bands"),
            let bits = integer("bits"),
            let statistics = json["statistics"].flatMap(ImageStatistics.init(json:))
        else { return nil }
        self = .facts(
            ImageFacts(
                format: format, width: width, height: height, orientation: orientation, bands: bands,
                bitsPerBand: bits, hasAlpha: json["alpha"] == true, isCMYK: json["cmyk"] == true,
                hasProfile: json["profile"] == true, isSRGB: json["srgb"] == true,
                profileName: json["profileName"]?.string, profileFault: json["profileFault"]?.string,
                unusedColours: json["unusedColours"]?.string), statistics)
    }
}
