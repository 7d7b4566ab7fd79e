import ArgumentParser

/// A path as a command line names it. An empty one comes of a variable that is not set, as in `--out "$OUT"`: taken as it
/// is, it would mean the current directory, or whatever is meant without the option.
func namedPath(_ text: String) throws -> String {
    if text.isEmpty { throw ValidationError("it is empty: name a path, or look whether a variable is set") }
    return text
}
