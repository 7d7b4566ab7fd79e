import Dataset

/// A crop plan in terms of the picture as its file stores it, before it is turned upright.
///
/// Resizing treats both directions and both axes alike, so a picture may be turned after it was made small: a large one
/// that lies on its side is then never held in memory whole, as turning it first would ask for.
struct StoredPlan: Equatable {
    /// The size after resizing and before cropping.
    let resized: PixelSize
    /// The part of the resized picture that stays.
    let crop: PixelBox

    /// Takes a plan for the upright picture back to a picture stored in an EXIF orientation, 1 to 8.
    init(_ plan: CropPlan, orientation: Int) {
        // What EXIF says of the numbers: from 5 on, the stored rows are the columns that are seen; and at some of them the
        // first stored column, or the first stored row, is the last that is seen.
        let liesDown = (5...8).contains(orientation)
        let isMirroredAcross = [2, 3, 7, 8].contains(orientation)
        let isMirroredDown = [3, 4, 6, 7].contains(orientation)
        func stored(_ size: PixelSize) -> PixelSize {
            liesDown ? PixelSize(width: size.height, height: size.width) : size
        }
        let whole = stored(plan.resized)
        let part = stored(plan.crop.size)
        let left = liesDown ? plan.crop.top : plan.crop.left
        let top = liesDown ? plan.crop.left : plan.crop.top
        resized = whole
        crop = PixelBox(
            left: isMirroredAcross ? whole.width - left - part.width : left,
            top: isMirroredDown ? whole.height - top - part.height : top,
            width: part.width, height: part.height)
    }
}
