import Foundation
import Store
import TestKit
import Testing

@testable import Pack

@Suite struct ExportLeftoversTests {
    private let directory: TemporaryDirectory
    private var out: String { directory.path("out") }

    init() throws { directory = try TemporaryDirectory("leftovers") }

    @Test func halfAnExportIsLeftUntilNobodyNeedsIt() throws {
        try directory.write("half", "out/.lorapipe.partial/new/payload.json")
        let place = try ExportDirectory(out, for: .payload)
        #expect(try ExportLeftovers.left(in: out, removes: true) == nil)
        place.release()
        try directory.write("[]", "out/.lorapipe.partial/swap.json")
        #expect(try ExportLeftovers.left(in: out, removes: true) == nil)
        unlink(out + "/.lorapipe.partial/swap.json")
        #expect(try ExportLeftovers.left(in: out, removes: false)?.bytes == 4)
        #expect(try ExportLeftovers.left(in: out, removes: true)?.count == 1)
        #expect(!FileManager.default.fileExists(atPath: out + "/.lorapipe.partial"))
    }
}
