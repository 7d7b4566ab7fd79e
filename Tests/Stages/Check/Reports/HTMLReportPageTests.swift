import Dataset
import TestKit
import Testing
import Vips

@testable import Check

/// The page as a browser shows it.
@Suite(.serialized) struct HTMLReportPageTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("page") }

    private func scene() -> ReportScene {
        var scene = ReportScene()
        scene.add(
            "a", width: 1600, height: 900,
            caption: .init(
                text: "h4rbour, a boat, h4rbours, the h4rbour wall", tokens: 900, cut: " the h4rbour wall"),
            findings: [
                ReportScene.finding("image-cropped", .note, on: "a", "44 % is cut away"),
                ReportScene.finding("caption-duplicate", .warning, on: "a"),
            ])
        scene.add(
            "b", width: 300, height: 400,
            findings: [
                ReportScene.finding("image-too-small", .error, on: "b", "300×400 is below 512")
            ])
        scene.add(
            "c",
            facts: ImageFacts(format: .png, width: 800, height: 600, orientation: 6, bands: 4, hasAlpha: true)
        )
        scene.add(
            "d", isTrained: false, hasPicture: false,
            findings: [
                ReportScene.finding("image-missing", .error, on: "d")
            ])
        scene.report.waived = [
            .init(
                ReportScene.finding("caption-duplicate", .warning, on: "c", "waived one"), reason: "is meant")
        ]
        scene.recipe.background = Recipe.RGB(red: 1, green: 2, blue: 3)
        return scene
    }

    @Test(
        .needs(.browser),
        arguments: [
            ("", ["a", "b", "c", "d"]), ("#rule=image-cropped", ["a"]), ("#severity=error", ["b", "d"]),
            ("#rule=no-such-rule", ["a", "b", "c", "d"]), ("#rule=image-cropped&severity=error", []),
        ])
    func theAddressSaysWhatIsShown(address: String, rows: [String]) async throws {
        let page = try await Browser.open(scene().write(in: directory), address)
        #expect(page.rows == rows && page.count == "\(rows.count) of 4 rows" && page.console == [])
    }

    @Test(.needs(.browser)) func theFilterFollowsTheAddressAndTheAddressTheFilter() async throws {
        let steps = [
            ("#rule=image-cropped", "a"), ("#severity=warning", "a"), ("#show=clean", "c"),
            ("#show=found", "a,b,d"),
            ("#show=trained", "a,b,c"), ("#show=left-out", "d"), ("#show=cropped", "a,b,c"),
            ("#show=enlarged", "b"),
            ("#show=cut", "a"), ("#show=waived", "c"), ("#rule=caption-duplicate", "a,c"),
            ("#rule=caption-duplicate&show=found", "a"), ("#text=BELOW%20512", "b"), ("#text=h4rbours", "a"),
            // A place on the page is no filter.
            ("#pictures", "a"),
        ]
        let addresses = JSONValue.array(steps.map { .string($0.0) }).text()
        // Goes through the addresses as links do, then uses the form as a person does.
        let shown = try await script(
            """
            const shown = [];
            const look = () => shown.push([...page.querySelectorAll("[data-row]")].map((card) => card.dataset.row).join());
            for (const address of \(addresses)) {
                await new Promise((done) => {
                    view.addEventListener("hashchange", () => setTimeout(done), { once: true });
                    view.location.hash = address;
                });
                look();
            }
            const form = page.getElementById("filter");
            form.elements.text.value = "boat";
            form.elements.severity.value = "error";
            form.dispatchEvent(new Event("input"));
            await new Promise((done) => setTimeout(done, 500));
            look();
            shown.push(view.location.hash);
            form.reset();
            await new Promise((done) => setTimeout(done, 500));
            look();
            shown.push(view.location.href.split("#")[1]);
            return shown.join("|");
            """)
        #expect(
            shown
                == (steps.map(\.1) + ["b,d", "#severity=error&text=boat", "a,b,c,d", ""]).joined(
                    separator: "|"))
    }

    /// Opens the page in a frame and runs the body of a function over it; what that returns.
    private func script(
        _ body: String, over scene: ReportScene? = nil, frame: String = ""
    ) async throws -> String {
        _ = try (scene ?? self.scene()).write(in: directory)
        let around = """
            <iframe \(frame) src="report.html"></iframe><script>
            const frame = document.querySelector("iframe");
            const run = async (view, page) => { \(body) };
            frame.onload = async () => {
                document.body.textContent = "[" + await run(frame.contentWindow, frame.contentDocument) + "]";
            };
            </script>
            """
        let page = try await Browser.open(
            directory.write(around, "around.html"), options: ["--allow-file-access-from-files"])
        let text = page.document.drop { $0 != "[" }.dropFirst()
        return Browser.Page.unescaped(text[..<(text.lastIndex(of: "]") ?? text.endIndex)])
    }

    @Test(.needs(.browser)) func aCardShowsWhatBecomesOfItsRow() async throws {
        let scene = scene()
        let page = try await Browser.open(scene.write(in: directory))
        #expect(page.console == [])
        for row in scene.rows {
            guard let plan = row.plan else { continue }
            let (box, size) = (plan.sourceBox, plan.source)
            let card = page.card(row.row.id)
            #expect(card.contains("viewBox=\"0 0 \(size.width) \(size.height)\""))
            let place =
                "x=\"\(box.left)\" y=\"\(box.top)\" width=\"\(box.size.width)\" height=\"\(box.size.height)\""
            #expect(card.contains("<rect class=\"crop\" \(place)></rect>"))
            #expect(card.contains("viewBox=\"\(box.left) \(box.top) \(box.size.width) \(box.size.height)\""))
            #expect(card.contains("<rect \(place) fill=\"#010203\"></rect>"))
            #expect(card.ranges(of: "href=\"data:image/webp;base64,").count == 2)
        }
        let first = page.card("a")
        #expect(
            first.contains(
                "<mark>h4rbour</mark>, a boat, h4rbours,<del> the </del><del><mark>h4rbour</mark></del><del> wall</del>"
            ))
        #expect(
            first.contains("at most 900 tokens; lost from “the h4rbour wall” on")
                && first.contains("44 % cut away"))
        #expect(page.card("b").contains("enlarged 1.71×") && page.card("b").contains(">do so</p>"))
        #expect(
            page.card("c").contains(">600×800 PNG</span><span>turned upright</span><span>with transparency<"))
        #expect(page.card("c").contains("class=\"before chequered\"") && page.card("c").contains("is meant"))
        #expect(page.card("d").contains("No usable picture") && page.card("d").contains("left out"))
        #expect(page.card("d").ranges(of: "<svg").isEmpty)
    }

    @Test(.needs(.browser)) func withoutScriptTheFindingsAreThere() async throws {
        let document = try await script(
            "return page.documentElement.outerHTML;", frame: "sandbox='allow-same-origin'")
        for text in ["300×400 is below 512", "44 % is cut away", "waived one", "is meant"] {
            #expect(document.ranges(of: "<bdi>\(text)</bdi>").count == 1)
        }
        #expect(document.ranges(of: "<li><span class=\"severity error\">").count == 2)
        #expect(document.contains("aria-label=\"Filter the pictures\" hidden"))
        #expect(!document.contains("<article"))
    }

    @Test(.needs(.browser)) func thousandsOfRowsAreFiltered() async throws {
        var scene = ReportScene()
        for number in 0..<5000 {
            let id = "row-\(number)"
            scene.add(
                id, width: 600 + number % 900,
                caption: .init(text: "h4rbour, boat number \(number) at the quay", tokens: 10 + number % 70),
                findings: number % 1000 == 7 ? [ReportScene.finding("caption-filler", .warning, on: id)] : [])
        }
        let path = try scene.write(in: directory)
        let all = try await Browser.open(path)
        #expect(all.count == "5,000 of 5,000 rows" && all.rows.first == "row-0" && all.console == [])
        // Cards are made as they are needed.
        #expect((24...480).contains(all.rows.count))
        let some = try await Browser.open(path, "#rule=caption-filler")
        #expect(
            some.rows == [7, 1007, 2007, 3007, 4007].map { "row-\($0)" } && some.count == "5 of 5,000 rows")
        let one = try await Browser.open(path, "#text=number%204321%20")
        #expect(one.rows == ["row-4321"] && one.console == [])
        // By the button: no frames are painted here, and so nothing tells the page how far it was scrolled.
        let more = try await script(
            """
            const count = () => page.querySelectorAll("[data-row]").length;
            const counts = [];
            for (let time = 0; time < 3; time++) {
                counts.push(count());
                page.getElementById("more").click();
            }
            page.getElementById("filter").elements.text.value = "number 77 ";
            page.getElementById("filter").dispatchEvent(new Event("input"));
            return [...counts, count(), page.getElementById("more").hidden].join();
            """, over: scene)
        let counts = more.split(separator: ",").compactMap { Int($0) }
        #expect(
            counts.count == 4 && counts[0] < counts[1] && counts[1] < counts[2] && more.hasSuffix(",1,true"))
    }
}
