import Curl
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
        case "supabase": return supabase(&reader, variables, overREST: false)
        case "supabase-rest": return supabase(&reader, variables, overREST: true)
        default:
            reader.demand("pull.source", hint: "it takes supabase, supabase-rest or folder")
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
    private static func supabase(
        _ reader: inout SettingReader, _ variables: Variables, overREST: Bool
    ) -> Source? {
        let named = ProjectVariables(variables)
        let storage = storage(&reader, named)
        let kind: SupabaseSource.Kind?
        if overREST {
            kind = rest(&reader, storage, named)
        } else {
            kind = database(&reader, named, besides: storage?.url)
        }
        guard let kind else { return nil }
        var source = SupabaseSource(
            kind: kind, dataset: reader.text("pull.dataset"), tables: tables(&reader), storage: storage,
            allowedOrigins: reader.texts("pull.allow_hosts"))
        source.fetchesOnlyMissing = reader.word("pull.fetch") == "missing"
        if let seconds = reader.integer("pull.fresh_wait") { source.freshWait = .seconds(seconds) }
        return .supabase(source)
    }

    private static func database(
        _ reader: inout SettingReader, _ named: ProjectVariables, besides url: String?
    ) -> SupabaseSource.Kind? {
        let given = reader.text("pull.database") ?? named.database(besides: url)
        // Without any, libpq's own defaults: this machine's socket, which nobody means who has such a variable.
        if given == nil { reader.blame(named.emptyDatabases, for: "pull.database") }
        let text = named.withPassword(given ?? "")
        let unfilled = named.emptyPasswords(for: nil, in: text)
        if !unfilled.isEmpty {
            reader.blamePassword(unfilled)
            return nil
        }
        do {
            let settings = try ConnectionSettings(text)
            let password = settings.hasPassword ? nil : named.password(for: settings.host)
            if password == nil && !settings.hasPassword {
                reader.blamePassword(named.emptyPasswords(for: settings.host, in: text))
            }
            return .database(password.map { settings.with(password: $0) } ?? settings)
        } catch {
            reader.report(
                "pull.database", "pull.database: \(error.message)",
                hint: error.hint ?? "as in postgresql://user:password@host:5432/postgres")
            return nil
        }
    }

    private static func rest(
        _ reader: inout SettingReader, _ storage: StorageSettings?, _ named: ProjectVariables
    ) -> SupabaseSource.Kind? {
        guard let storage else {
            reader.demand("pull.storage.url", hint: "name the project's URL there, or set SUPABASE_URL")
            return nil
        }
        guard let key = storage.key else {
            reader.blame(named.emptyKeys, for: "pull.storage.key")
            reader.demand(
                "pull.storage.key",
                hint:
                    "name the project's key there, or set SUPABASE_SECRET_KEY (with SUPABASE_URL it counts for that project"
                    + " alone); of a local stack, supabase status -o env prints it"
            )
            return nil
        }
        return .rest(Project(url: storage.url, key: key))
    }

    private static func storage(_ reader: inout SettingReader, _ named: ProjectVariables) -> StorageSettings?
    {
        guard let url = reader.text("pull.storage.url") ?? named.url else {
            // Where the file gives it, as ${SUPABASE_URL:-}, nothing is meant.
            if reader.value("pull.storage.url") == nil {
                reader.blame(named.emptyURLs, for: "pull.storage.url")
            }
            return nil
        }
        let key = ProjectKey(reader.text("pull.storage.key")) ?? named.key(for: url)
        return StorageSettings(
            url: url, key: key, bucket: reader.text("pull.storage.bucket") ?? "images",
            s3: s3(&reader, named, for: url)
        )
    }

    private static func s3(
        _ reader: inout SettingReader, _ named: ProjectVariables, for url: String
    ) -> S3Settings? {
        guard reader.word("pull.storage.protocol") == "s3" else { return nil }
        guard let id = reader.text("pull.storage.s3.access_key_id") ?? named.s3(.accessKeyID, for: url),
            let secret = reader.text("pull.storage.s3.secret_access_key")
                ?? named.s3(.secretAccessKey, for: url)
        else {
            let empty = named.emptyS3
            reader.report(
                "pull.storage.protocol",
                "pull.storage.s3 lacks access_key_id or secret_access_key"
                    + (empty.isEmpty
                        ? "" : ", and \(empty.joined(separator: ", ")) \(EmptyVariable.words)"),
                hint: "name both, or set S3_PROTOCOL_ACCESS_KEY_ID and S3_PROTOCOL_ACCESS_KEY_SECRET")
            return nil
        }
        let signature = RequestSignature(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: reader.text("pull.storage.s3.session_token"),
            region: reader.text("pull.storage.s3.region") ?? named.s3(.region, for: url) ?? "us-east-1")
        return S3Settings(
            endpoint: reader.text("pull.storage.s3.endpoint") ?? named.s3(.endpoint, for: url),
            signature: signature)
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
        map.dataFocus = reader.text("pull.tables.data_focus")
        return map
    }
}

extension SettingReader {
    /// Reports that a database's password would come from a variable that holds nothing.
    fileprivate mutating func blamePassword(_ names: [String]) {
        guard !names.isEmpty else { return }
        report(
            "pull.database",
            "pull.database holds no password, and \(names.joined(separator: ", ")) \(EmptyVariable.words)",
            hint: "give it a value, or unset it")
    }
}
