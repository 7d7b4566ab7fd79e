import Check
public import Dataset
import Imaging
import Pull
import Store
import Workers

/// A contact sheet that was written.
public struct Preview: Sendable {
    /// The dataset, with the number of all its rows.
    public let dataset: DatasetInfo
    /// How many rows the sheet shows.
    public let shown: Int
    /// How many of them have no usable picture.
    public let withoutPicture: Int
    /// The files' paths: the page, then the pictures.
    public let files: [String]

    /// The document `lorapipe.preview/1`.
    public var json: JSONValue {
        .record([
            "schema": "lorapipe.preview/1", "dataset": .string(dataset.name),
            "rows": .int(Int64(dataset.rows ?? shown)), "shown": .int(Int64(shown)),
            "without_picture": .int(Int64(withoutPicture)), "files": .array(files.map { .string($0) }),
        ])
    }
}

/// Rows at a glance, for those who only look.
extension Pipeline {
    /// Rows → contact sheet: `base.html`, `base.png` and its further sheets. Only the pictures that are shown are
    /// fetched and looked at.
    ///
    /// - Parameter count: how many of the first rows are shown; nil for all.
    /// - Returns: nil when the dataset has no rows: nothing was written.
    public func preview(first count: Int?, to base: String) async throws -> Preview? {
        let configuration = try configuration(keepingReviews: true)
        let rows = try await pull()
        defer { rows.table.end() }
        if rows.count == 0 { return nil }
        let reviews = try await look(at: count.map(rows.first) ?? rows, by: configuration).reviews
        var dataset = rows.dataset
        dataset.rows = rows.count
        let sheet = ContactSheet(
            dataset: dataset, rows: reviews, recipe: file.recipe, generator: "lorapipe \(RunContext.version)")
        let thumbnails = Thumbnails(store: tools.store)
        let files = try await tools.workers.runLong { [emit] in
            try sheet.write(to: base, thumbnail: thumbnails.thumbnail) { emit(.drawn($0, of: $1)) }
        }
        return Preview(
            dataset: dataset, shown: reviews.count, withoutPicture: reviews.count { $0.facts == nil },
            files: files)
    }
}
