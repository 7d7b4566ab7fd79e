import Dataset

/// The columns of what the stages store in a run's table.
extension DatasetRow {
    static let columns = RecordColumns(
        DatasetRow(id: "", name: "", image: "", caption: nil),
        [
            Column("id", \.id), Column("name", \.name), Column("image", \.image),
            Column("caption", \.caption), Column("caption_fault", \.captionFault),
            Column("created_at", \.createdAt), Column("focus", \.focus),
        ])
}

extension SourceImage {
    static let empty = SourceImage(digest: Digest.of(""), bytes: 0)

    static let columns = RecordColumns(empty, [Column("digest", \.digest), Column("bytes", \.bytes)])
}

extension ImageFacts {
    static let columns = RecordColumns(
        ImageFacts(format: .png, width: 0, height: 0),
        [
            Column("format", \.format), Column("width", \.width), Column("height", \.height),
            Column("orientation", \.orientation), Column("bands", \.bands),
            Column("bits_per_band", \.bitsPerBand), Column("has_alpha", \.hasAlpha),
            Column("is_cmyk", \.isCMYK), Column("has_profile", \.hasProfile), Column("is_srgb", \.isSRGB),
            Column("profile_name", \.profileName), Column("profile_fault", \.profileFault),
            Column("unused_colours", \.unusedColours),
        ])
}

extension CropPlan {
    static let columns = RecordColumns(
        CropPlan.empty,
        [
            Column("source_width", \.source.width), Column("source_height", \.source.height),
            Column("resized_width", \.resized.width), Column("resized_height", \.resized.height),
            Column("crop_left", \.crop.left), Column("crop_top", \.crop.top),
            Column("crop_width", \.crop.size.width), Column("crop_height", \.crop.size.height),
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
        [Column("position", \.position)] + DatasetRow.columns.at(\CheckedRow.row) + results)
}

extension PreparedImage {
    static let empty = PreparedImage(
        digest: Digest.of(""), bytes: 0, size: PixelSize(width: 0, height: 0), format: .png, reused: false)

    static let columns = RecordColumns(
        empty,
        [
            Column("digest", \.digest), Column("bytes", \.bytes), Column("width", \.size.width),
            Column("height", \.size.height), Column("format", \.format), Column("reused", \.reused),
        ])
}

extension ManifestEntry {
    /// A checked row with its prepared picture and its name.
    static let columns = RecordColumns(
        ManifestEntry(filename: "", row: .empty, prepared: .empty),
        [Column("filename", \.filename)] + CheckedRow.columns.at(\ManifestEntry.row)
            + PreparedImage.columns.at(\ManifestEntry.prepared))
}

extension Finding {
    static let columns = RecordColumns(
        Finding(rule: "", severity: .note, row: nil, name: nil, message: "", hint: ""),
        [
            Column("rule", \.rule), Column("severity", \.severity), Column("row", \.row),
            Column("name", \.name), Column("message", \.message), Column("hint", \.hint),
            Column("content", \.content), Column("url", \.url),
        ])
}
