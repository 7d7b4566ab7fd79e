import Foundation
import TestKit

@testable import Sandbox

/// A small sample folder of a test's own. Nothing in it has to be a picture: the sandbox only hands bytes out.
enum Samples {
    static func write(in directory: TemporaryDirectory, name: String = "Boats") throws -> String {
        try directory.write("0123456789", "boats/a one.jpg")
        try directory.write("h4rbour, a boat\n", "boats/a one.txt")
        try directory.write("", "boats/empty.png")
        try directory.write("", "boats/empty.txt")
        try directory.write("bare", "boats/no-caption.webp")
        try directory.write("not a picture", "boats/README.md")
        try directory.write(
            """
            {"name": "\(name)", "trigger": "h4rbour", "extra_rows": [
              {"image_name": "unfinished.jpg", "image_url": "", "caption": "h4rbour"},
              {"image_name": "gone.jpg", "image_url": null, "caption": null}]}
            """, "boats/dataset.json")
        return directory.path("boats")
    }
}
