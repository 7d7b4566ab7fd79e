import Foundation
import Postgres
import Pull

/// Reads the `pull` section as a source.
enum SourceReading {
    static func source(
        _ reader: inout SettingReader, _ directory: String, _ variables: Variables
    ) -> Source? {
        switch reader.word("pull.source") {
        case "folder": return folder(&reader, directory)
        case "supabase": return supabase(&reader, variables)
        default:
            reader.demand("pull.source", hint: "it takes supabase or folder")
            return nil
        }
    }

    private static func folder(_ reader: inout SettingReader, _ directory: String) -> Source? {
        guard let path = reader.text("pull.path") else {
            reader.demand("pull.path", hint: "name the folder, relative to the pipeline file")
            return nil
        }
        let full = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: directory, isDirectory: true))
            .standardizedFileURL.path
        return .folder(FolderSource(path: full, trigger: reader.text("pull.trigger")))
    }
}

extension SourceReading {
    private static func supabase(_ reader: inout SettingReader, _ variables: Variables) -> Source? {
        let text =
            reader.text("pull.database") ?? variables["SUPABASE_DB_URL"] ?? variables["DATABASE_URL"]
            ?? ""
        let connection: ConnectionSettings
        do {
            connection = try ConnectionSettings(text)
        } catch {
            reader.report(
                "pull.database", "pull.database: \(error.message)",
                hint: error.hint ?? "as in postgresql://user:password@host:5432/postgres")
            return nil
        }
        var source = SupabaseSource(
            connection: connection, dataset: reader.text("pull.dataset"), tables: tables(&reader),
            storage: nil,
            allowedOrigins: reader.texts("pull.allow_hosts"))
        if let url = reader.text("pull.storage.url") ?? variables["SUPABASE_URL"], !url.isEmpty {
            source.storage = StorageSettings(
                url: url, key: reader.text("pull.storage.key"),
                bucket: reader.text("pull.storage.bucket") ?? "images")
        }
        return .supabase(source)
    }

    private static func tables(_ reader: inout SettingReader) -> TableMap {
        var map = TableMap()
        let columns: [(String, WritableKeyPath<TableMap, String>)] = [
            ("schema", \.schema), ("datasets", \.datasets), ("datasets_id", \.datasetsID),
            ("datasets_name", \.datasetsName),
            ("datasets_trigger", \.datasetsTrigger), ("data", \.data), ("data_id", \.dataID),
            ("data_dataset_id", \.dataDatasetID), ("data_image_url", \.dataImageURL),
            ("data_image_name", \.dataImageName),
            ("data_caption", \.dataCaption), ("data_created_at", \.dataCreatedAt),
        ]
        for (key, path) in columns {
            if let name = reader.text("pull.tables.\(key)") { map[keyPath: path] = name }
        }
        return map
    }
}
