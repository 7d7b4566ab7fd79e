import Check
import Dataset
import Pipeline
import Pull
import Store

/// A report written to a file, in the form that its ending asks for.
struct ReportFile {
    let outcome: Check.Outcome
    let file: PipelineFile
    let workshop: Workshop

    init(_ outcome: Check.Outcome, _ file: PipelineFile, _ workshop: Workshop) {
        self.outcome = outcome
        self.file = file
        self.workshop = workshop
    }

    enum Kind: String {
        case json, html, xml

        /// By the ending of a path.
        init?(of path: String) {
            guard let dot = path.lastIndex(of: ".") else { return nil }
            self.init(rawValue: path[path.index(after: dot)...].lowercased())
        }
    }

    func write(to path: String) throws {
        switch Kind(of: path) {
        case .json, nil:
            let written = try DurableFile(path)
            try written.write((outcome.report.json.text(pretty: true) + "\n").utf8)
            try written.publish()
        case .html, .xml: break
        }
    }

    static func annotations(_ report: Report, _ file: PipelineFile, _ path: String) -> String { "" }
}
