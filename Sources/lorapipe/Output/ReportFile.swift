import Check
import Dataset
import Foundation
import Imaging
import Pipeline
import Pull
import Store

/// A report as it is written to files, in the form that each one's ending asks for, or as annotations.
struct ReportFile {
    let outcome: Check.Outcome
    let file: PipelineFile
    /// Holds the small copies of the pictures.
    let store: Store

    /// A form, by the ending of a path.
    enum Kind: String {
        case json, html, xml

        init?(of path: String) {
            guard let dot = path.lastIndex(of: ".") else { return nil }
            self.init(rawValue: path[path.index(after: dot)...].lowercased())
        }
    }

    /// Writes it; the path's ending has been looked at before.
    func write(to path: String) throws {
        switch Kind(of: path) {
        case .html: try writePage(to: path)
        case .xml: try JUnitReport(report: outcome.report, settings: file.rules).write(to: path)
        case .json, nil:
            let written = try DurableFile(path)
            try outcome.report.writeJSON(pretty: true) { try written.write($0.utf8) }
            try written.write("\n".utf8)
            try written.publish()
        }
    }

    private func writePage(to path: String) throws {
        let page = HTMLReport(
            report: outcome.report, rows: outcome.reviews, recipe: file.recipe, settings: file.rules,
            generator: "lorapipe \(RunContext.version)")
        let thumbnails = Thumbnails(store: store)
        try page.write(to: path, thumbnail: thumbnails.thumbnail)
    }

    /// Passes lines for a workflow's log to `body`; `path` is the pipeline file's.
    ///
    /// A folder's rows are files of the repository, when the folder lies below the directory of the run.
    static func forEachAnnotation(
        _ report: Report, _ file: PipelineFile, _ path: String, _ body: (String) throws -> Void
    ) throws {
        var folder: String?
        if case .folder(let source) = file.source {
            let here = FileManager.default.currentDirectoryPath + "/"
            // By bytes: to Swift a slash and an accent behind it are one character.
            let (place, start) = (source.path.utf8, here.utf8)
            folder =
                place.starts(with: start)
                ? String(decoding: place.dropFirst(start.count), as: UTF8.self) + "/" : nil
        }
        try GitHubAnnotations(report: report, pipeline: path) { row in folder.map { $0 + row } }
            .forEachLine(body)
    }
}
