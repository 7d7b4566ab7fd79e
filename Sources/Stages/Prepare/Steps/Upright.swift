import Vips

extension Preparation {
    /// Turns the picture as its orientation says; the trainer does not.
    func upright(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        try doing(.upright, "the picture could not be decoded") { () throws(VipsError) in
            try picture.upright()
        }
    }
}
