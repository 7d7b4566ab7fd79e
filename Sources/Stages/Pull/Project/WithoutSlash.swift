extension String {
    /// Without the slashes at its end.
    var withoutSlash: String {
        var text = self[...]
        while text.hasSuffix("/") { text.removeLast() }
        return String(text)
    }
}
