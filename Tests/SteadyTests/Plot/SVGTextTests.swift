import Testing

@testable import steady

@Suite("SVG text")
struct SVGTextTests {
    @Test("escapes what would end a text or an attribute")
    func escaping() {
        var svg = SVGText()
        svg.add("text", ["x": "\"<"], text: "a<b & c>\"d\"")
        #expect(svg.body == "<text x=\"&quot;&lt;\">a&lt;b &amp; c&gt;&quot;d&quot;</text>\n")
    }

    @Test("replaces characters that XML has no way to hold")
    func forbidden() {
        #expect(
            SVGText.escaped("a\u{0}b\u{1B}\u{FFFF}\u{1F600}\tγ")
                == "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{1F600} γ")
    }

    @Test(
        "writes coordinates to a hundredth",
        arguments: [
            (0, "0"), (1, "1"), (-1.5, "-1.5"), (-0.25, "-0.25"), (2.005, "2.01"), (1.999, "2"),
            (-0.001, "0"), (10.07, "10.07"),
        ])
    func numbers(value: Double, text: String) {
        #expect(SVGText.number(value) == text)
    }
}
