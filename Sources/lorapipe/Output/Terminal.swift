import Foundation
import Train

/// What the terminal behind stdout shows.
enum Terminal {
    /// Its columns; 80 where there is none.
    static var width: Int {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Blocks where the locale's encoding holds them, by the variable that counts for it.
    static var signs: LossCurve.Signs {
        let environment = ProcessInfo.processInfo.environment
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let isUTF8 = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
        return isUTF8 && environment["TERM"] != "dumb" ? .unicode : .ascii
    }
}
