import Curl
import Yams

/// Reads `notify`: who is told when a run ends.
enum NotificationReading {
    static func notificationTargets(_ reader: inout SettingReader, _ variables: Variables)
        -> NotificationTargets
    {
        NotificationTargets(command: command(&reader, variables), url: url(&reader))
    }

    /// The command's variables are the shell's to replace: so none stands in the command line, where every user of the
    /// machine can read it, and what is in one can't become a command.
    private static func command(_ reader: inout SettingReader, _ variables: Variables) -> NotificationTargets
        .Command?
    {
        guard let value = reader.value("notify.command") else { return nil }
        guard let text = value.node.scalar?.string else {
            reader.report(
                "notify.command", "notify.command must be a single text",
                hint: "one command line, as a shell takes it")
            return nil
        }
        return text.isEmpty
            ? nil : NotificationTargets.Command(text: text, variables: variables.named(in: text))
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
