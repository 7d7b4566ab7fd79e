import CVipsShims

extension Picture {
    /// Text in a box of exactly this size: wrapped at its width, and cut with an ellipsis at its height.
    ///
    /// Control characters other than line ends become spaces. The library gets at most as much of a long text as the box could
    /// hold of the narrowest letters.
    public static func text(
        _ runs: [TextRun], _ style: TextStyle, width: Int, height: Int
    ) throws(VipsError) -> Picture {
        try VipsRuntime.start()
        let setting = TextSetting(runs, style, width: width, height: height)
        let blank = try plain(width: width, height: height, style.paper)
        guard let ink = try setting.fitting() else { return blank }
        let (left, top) = (Int(cvips_x_offset(ink.image)), Int(cvips_y_offset(ink.image)))
        let down = style.isCentred ? max(0, (height - ink.height) / 2) : top
        // A box can be lower than the first line.
        guard left < width, down < height, left + ink.width > 0, down + ink.height > 0 else { return blank }
        let box = try ink.derived("text") {
            cvips_embed($0, Int32(left), Int32(down), Int32(width), Int32(height), [0], 1)
        }
        let paper = values(style.paper)
        let scale = zip(values(style.ink), paper).map { ($0 - $1) / 255 }
        return try box.derived("text") { cvips_linear($0, scale, paper) }
    }
}
