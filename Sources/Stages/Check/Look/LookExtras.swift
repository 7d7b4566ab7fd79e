/// What a look is to bring besides its verdict: costly, and not wanted by every run.
struct LookExtras: OptionSet, Sendable {
    let rawValue: Int

    /// A small copy of the picture.
    static let thumbnail = LookExtras(rawValue: 1)
    /// Where a crop would look by attention and by entropy.
    static let interest = LookExtras(rawValue: 2)
}
