import Dataset

extension Rule {
    static let focusUnreadable = row(
        "focus-unreadable", .error, on: .picture,
        measures: "rows whose focus is no point in the picture; they would be cropped by prepare.gravity",
        hint: "give two numbers from 0 to 1, from the left and from the top, as in 0.5,0.3; or nothing"
    ) { subject, _ in
        // A column of texts may hold empty ones.
        guard let focus = subject.row.focus, !focus.allSatisfy(\.isWhitespace), Focus(focus) == nil else {
            return nil
        }
        return "its focus is \"\(focus.printableLine)\""
    }
}
