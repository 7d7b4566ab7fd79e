import Dataset
import Store
import Vips

/// The state of one picture while the steps in `Steps/` prepare it.
struct Preparation {
    let path: String
    /// The file's size in bytes.
    let bytes: Int
    let facts: ImageFacts
    let recipe: Recipe
    let plan: CropPlan
    let deadline: Deadline
    /// The most pixels of a picture, by its format and whether it is interlaced; tests lower it.
    var limit: (ImageFormat, Bool) -> Int = ImageLimits.pixels(of:isInterlaced:)

    init(
        of source: SourceImage, in objects: ObjectStore, facts: ImageFacts, plan: CropPlan, by recipe: Recipe,
        within patience: Duration
    ) throws(PrepareError) {
        guard plan.source == facts.upright else {
            throw PrepareError(
                .header,
                "the crop was planned for \(plan.source) pixels, and the picture has \(facts.upright)",
                hint: "report this with the picture; it is a fault of this program")
        }
        path = objects.path(of: source.digest)
        bytes = Int(source.bytes)
        self.facts = facts
        self.recipe = recipe
        self.plan = plan
        deadline = Deadline(after: patience)
    }

    /// Runs the library's part of a step and turns its error into one with a hint.
    func doing<Value: ~Copyable>(
        _ step: PrepareError.Step, _ failed: String, _ body: () throws(VipsError) -> Value
    ) throws(PrepareError) -> Value {
        do {
            return try body()
        } catch let error where error.isTimeout {
            throw PrepareError(
                step, "the picture was not done within \(deadline.limit.components.seconds) seconds",
                hint: "save the picture again as a plain PNG or JPEG, or run on a machine that is less busy")
        } catch {
            throw PrepareError(
                step, failed, hint: "open the picture in an image editor and save it again",
                detail: error.message)
        }
    }
}
