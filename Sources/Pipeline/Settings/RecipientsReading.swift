import Curl
import Yams

/// Reads `notify`: who is told when a run ends.
enum RecipientsReading {
    static func recipients(_ reader: inout SettingReader, _ variables: Variables) -> Recipients {
        Recipients(command: command(&reader, variables), url: url(&reader))
    }

    /// The command's variables are the shell's to replace: so none stands in the command line, where every user of the
    /// machine can read it, and what is in one can't become a command.
    private static func command(_ reader: inout SettingReader, _ variables: Variables) -> Recipients.Command?
    {
        guard let value = reader.value("notify.command") else { return nil }
        guard let text = value.node.scalar?.string else {
            reader.report(
                "notify.command", "notify.command must be a single text",
                hint: "one command line, as a shell takes it")
            return nil
        }
        return text.isEmpty ? nil : Recipients.Command(text: text, variables: variables.named(in: text))
    }

    private static func url(_ reader: inout SettingReader) -> String? {
        guard let url = reader.text("notify.url") else { return nil }
        do throws(HTTPError) {
            return try HTTPAddress(url).url
        } catch {
            // Not the error's own words: the address is a password.
            reader.report(
                "notify.url", "notify.url is not an absolute http or https URL",
                hint: "as in https://hooks.example.com/…, without a user name or password in it")
            return nil
        }
    }
}

extension PipelineFile {
    /// Who is told when a job of this pipeline ends, for commands that read nothing else of the file.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with the `notify` section.
    public static func recipients(
        at path: String, overrides: [String] = [], environment: [String: String]
    ) throws(SettingsError) -> Recipients {
        let variables = try variables(path, environment)
        var reader = try reader(path, overrides, .train, variables)
        let recipients = RecipientsReading.recipients(&reader, variables)
        guard reader.problems.isEmpty else { throw SettingsError(reader.problems) }
        return recipients
    }
}
