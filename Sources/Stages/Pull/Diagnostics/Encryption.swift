import Curl
import Dataset

/// How a web address is reached.
enum Encryption {
    static func diagnosis(of address: HTTPAddress) -> Diagnosis {
        if address.origin.scheme == "https" {
            return Diagnosis(
                "encryption", .works, "\(address.origin): TLS, certificate and host name verified")
        }
        if address.origin.isLoopback {
            return Diagnosis(
                "encryption", .works, "\(address.origin): none, and none needed: it is this machine")
        }
        return Diagnosis(
            "encryption", .doubtful, "\(address.origin): none, keys and pictures travel in plain text",
            hint: "use https")
    }
}
