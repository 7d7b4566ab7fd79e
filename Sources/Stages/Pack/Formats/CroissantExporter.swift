import Dataset
import Store

/// An `imagefolder`, and `croissant.json`, which describes it for programs that read Croissant.
struct CroissantExporter: Exporter {
    private let staging: Staging
    private let dataset: DatasetInfo
    private var folder: ImageFolderExporter
    private var formats: Set<ImageFormat> = []
    private var pictures = 0

    init(_ staging: Staging, _ dataset: DatasetInfo) throws {
        self.staging = staging
        self.dataset = dataset
        folder = try ImageFolderExporter(staging)
    }

    mutating func add(_ entry: ManifestEntry) throws {
        try folder.add(entry)
        formats.insert(entry.prepared.format)
        pictures += 1
    }

    func finish() throws -> [ExportFile] {
        let files = try folder.finish()
        let description = CroissantDescription(
            dataset: dataset, pictures: pictures, formats: ImageFormat.allCases.filter(formats.contains),
            metadata: files[0])
        return files + [try staging.write(description.text, to: CroissantDescription.path)]
    }
}
