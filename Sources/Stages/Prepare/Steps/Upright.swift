import Vips

extension Preparation {
    /// Turns the picture as its orientation says; the trainer does not. It has its new size by now, and is in memory.
    func upright(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        try doing(.upright, "the picture could not be turned") { () throws(VipsError) in
            try picture.upright()
        }
    }
}
