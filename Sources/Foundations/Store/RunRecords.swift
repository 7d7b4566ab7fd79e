import Dataset

/// The columns of what the stages store in a run's table.
extension DatasetRow {
    static let columns = RecordColumns(
        DatasetRow(id: "", name: "", image: "", caption: nil),
        [
            RecordColumn("id", \.id), RecordColumn("name", \.name), RecordColumn("image", \.image),
            RecordColumn("caption", \.caption), RecordColumn("caption_fault", \.captionFault),
            RecordColumn("created_at", \.createdAt), RecordColumn("focus", \.focus),
        ])
}

extension SourceImage {
    static let empty = SourceImage(digest: Digest.of(""), bytes: 0)

    static let columns = RecordColumns(
        empty, [RecordColumn("digest", \.digest), RecordColumn("bytes", \.bytes)])
}

extension ImageFacts {
    static let columns = RecordColumns(
        ImageFacts(format: .png, width: 0, height: 0),
        [
            RecordColumn("format", \.format), RecordColumn("width", \.width),
            RecordColumn("height", \.height),
            RecordColumn("orientation", \.orientation), RecordColumn("bands", \.bands),
            RecordColumn("bits_per_band", \.bitsPerBand), RecordColumn("has_alpha", \.hasAlpha),
            RecordColumn("is_cmyk", \.isCMYK), RecordColumn("has_profile", \.hasProfile),
            RecordColumn("is_srgb", \.isSRGB),
            RecordColumn("profile_name", \.profileName), RecordColumn("profile_fault", \.profileFault),
            RecordColumn("unused_colours", \.unusedColours),
        ])
}

extension CropPlan {
    static let columns = RecordColumns(
        CropPlan.empty,
        [
            RecordColumn("source_width", \.source.width), RecordColumn("source_height", \.source.height),
            RecordColumn("resized_width", \.resized.width), RecordColumn("resized_height", \.resized.height),
            RecordColumn("crop_left", \.crop.left), RecordColumn("crop_top", \.crop.top),
            RecordColumn("crop_width", \.crop.size.width), RecordColumn("crop_height", \.crop.size.height),
        ])
}

extension CheckedRow {
    static let empty = CheckedRow(
        position: 0, row: DatasetRow(id: "", name: "", image: "", caption: nil), image: .empty,
        facts: ImageFacts(format: .png, width: 0, height: 0), plan: .empty)

    /// What the check adds to a row.
    static let resultColumns = RecordColumns(empty, results)

    private static let results =
        SourceImage.columns.at(\CheckedRow.image) + ImageFacts.columns.at(\CheckedRow.facts)
        + CropPlan.columns.at(\CheckedRow.plan)

    /// A row with what the check added.
    static let columns = RecordColumns(
        empty,
        [RecordColumn("position", \.position)] + DatasetRow.columns.at(\CheckedRow.row) + results)
}

extension PreparedImage {
    static let empty = PreparedImage(
        digest: Digest.of(""), bytes: 0, size: PixelSize(width: 0, height: 0), format: .png, reused: false)

    static let columns = RecordColumns(
        empty,
        [
            RecordColumn("digest", \.digest), RecordColumn("bytes", \.bytes),
            RecordColumn("width", \.size.width),
            RecordColumn("height", \.size.height), RecordColumn("format", \.format),
            RecordColumn("reused", \.reused),
        ])
}

extension ManifestEntry {
    /// A checked row with its prepared picture and its name.
    static let columns = RecordColumns(
        ManifestEntry(filename: "", row: .empty, prepared: .empty),
        [RecordColumn("filename", \.filename)] + CheckedRow.columns.at(\ManifestEntry.row)
            + PreparedImage.columns.at(\ManifestEntry.prepared))
}

extension Finding {
    static let columns = RecordColumns(
        Finding(rule: "", severity: .note, row: nil, name: nil, message: "", hint: ""),
        [
            RecordColumn("rule", \.rule), RecordColumn("severity", \.severity), RecordColumn("row", \.row),
            RecordColumn("name", \.name), RecordColumn("message", \.message), RecordColumn("hint", \.hint),
            RecordColumn("content", \.content), RecordColumn("url", \.url),
        ])
}
