import Curl
import Dataset
import MusubiAPI
import Train

/// Reads where the trainer is and how it is reached.
enum TrainerReading {
    /// The endpoint; nil where none is set and the command needs none, or where something is wrong with it.
    ///
    /// - Parameter directory: the pipeline file's, to which `train.ca` is relative.
    static func endpoint(_ need: Need, _ directory: String, _ reader: inout SettingReader) -> Endpoint? {
        let dialect = reader.choice("train.dialect", Dialect.self) ?? .plain
        let token = reader.text("train.token")
        let proxy = proxy(&reader)
        let authorities = authorities(directory, &reader)
        guard let url = reader.text("train.endpoint") else {
            if need == .train {
                reader.demand(
                    "train.endpoint",
                    hint: "name the trainer's base URL, as in https://trainer.example.com/api")
            }
            return nil
        }
        do {
            return try Endpoint(
                url, dialect: dialect, token: token, proxy: proxy, authorities: authorities)
        } catch {
            reader.report("train.endpoint", "\(error)", hint: "as in https://trainer.example.com/api")
            return nil
        }
    }

    private static func proxy(_ reader: inout SettingReader) -> ProxyAddress? {
        guard let text = reader.text("train.proxy") else { return nil }
        do {
            return try ProxyAddress(text)
        } catch {
            reader.report(
                "train.proxy", "train.proxy is no proxy's address: \(error)",
                hint: "its value is not shown, since it may hold a password")
            return nil
        }
    }

    private static func authorities(_ directory: String, _ reader: inout SettingReader) -> CertificateFile? {
        guard let name = reader.text("train.ca") else { return nil }
        do {
            return try CertificateFile(PipelineFile.path(name, in: directory))
        } catch {
            reader.report(
                "train.ca", "train.ca: \(error.message.printableLine)",
                hint: "name a PEM file with the authority's certificate, relative to the pipeline file")
            return nil
        }
    }
}

/// What an hour at the trainer costs, as a pipeline file says it.
extension PipelineFile {
    static func price(_ reader: inout SettingReader) -> Price? {
        let currency = reader.text("train.currency") ?? "USD"
        if currency.wholeMatch(of: /[\p{L}\p{Sc}]{1,12}/) == nil {
            reader.report(
                "train.currency", "train.currency is \"\(currency.printableLine)\"",
                hint: "it takes 1 to 12 letters or a currency's sign, as in EUR")
        }
        return reader.number("train.price_per_hour").map { Price(perHour: $0, currency: currency) }
    }
}
