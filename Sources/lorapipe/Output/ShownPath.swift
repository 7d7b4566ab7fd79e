import Dataset
import Foundation

extension String {
    /// A path as people are told it: from the current directory where it lies below that, as they typed it themselves.
    /// Programs are told the whole path.
    var shownPath: String {
        let here = FileManager.default.currentDirectoryPath
        guard here != "/", hasPrefix(here + "/") else { return printableLine }
        return String(dropFirst(here.count + 1)).printableLine
    }
}
