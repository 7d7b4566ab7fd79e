import Vips

/// The colours of the page in their light dress, and the type.
enum SheetStyle {
    static let ground: Picture.Colour = (0xF4, 0xF6, 0xF5)
    static let sheet: Picture.Colour = (0xFF, 0xFF, 0xFF)
    static let line: Picture.Colour = (0xD7, 0xDD, 0xDB)
    static let ink: Picture.Colour = (0x17, 0x21, 0x1F)
    static let soft: Picture.Colour = (0x56, 0x62, 0x5F)
    static let error: Picture.Colour = (0xA8, 0x20, 0x1A)
    static let errorTint: Picture.Colour = (0xFB, 0xE6, 0xE4)
    /// Pixels around a sheet, and between its cells.
    static let margin = 28
    static let gap = 16

    static func style(
        _ size: Int, _ ink: Picture.Colour, on paper: Picture.Colour = sheet, isCentred: Bool = false
    ) -> TextStyle {
        TextStyle(size: size, ink: ink, paper: paper, isCentred: isCentred)
    }
}
