import Dataset
import Vips

extension Preparation {
    /// Lays what is transparent over the recipe's background.
    func flatten(_ picture: borrowing Picture) throws(PrepareError) -> Picture {
        let colour = recipe.background
        return try doing(.flatten, "the alpha could not be flattened") { () throws(VipsError) in
            try picture.flattened(background: (colour.red, colour.green, colour.blue))
        }
    }
}
