import Dataset

/// A crop plan in the coordinates of the stored picture, before it is turned upright.
///
/// Resizing is symmetric in both directions and axes, so a picture can be turned after it was made small: a large rotated
/// one is then never in memory whole, as turning it first would require.
struct StoredPlan: Equatable {
    /// The size after resizing and before cropping.
    let resized: PixelSize
    /// The part of the resized picture that stays.
    let crop: PixelBox

    /// Transforms a plan for the upright picture to a picture stored in an EXIF orientation, 1 to 8.
    init(_ plan: CropPlan, orientation: Int) {
        // By EXIF: from 5 on, the stored rows are the displayed columns; in some orientations the first stored column, or row,
        // is the last displayed one.
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
