import Graph

/// A graph before and after rewriting, drawn side by side, with what was fused into what.
struct GraphDrawing {
    /// The model's name.
    let title: String
    /// Where its checkpoint lies.
    let subtitle: String
    let fusion: Fusion

    private static let margin = 24.0
    private static let panelGap = 56.0
    private static let style = """
        text { font-family: "DejaVu Sans", Verdana, sans-serif; fill: #222 }
        .title { font-size: 17px; font-weight: bold }
        .subtitle { font-size: 11px; font-weight: normal; fill: #666 }
        .panel { font-size: 13px; font-weight: bold }
        .plain { font-size: 11px; font-weight: normal; fill: #555 }
        .label { font-size: 10px }
        .part { font-size: 10px; fill: #444 }
        .extents { font-size: 9px; fill: #666; text-anchor: end }
        .number { font-size: 8.5px; fill: #777 }
        .output { font-size: 9px; fill: #8a3f6e; text-anchor: middle }
        .line { fill: none; stroke: #9aa3ad; stroke-width: 1 }
        .gone { fill: #fff; stroke: #b8bec5; stroke-dasharray: 3 2 }
        .faint { fill: #999 }
        .rule { stroke: #e3e6ea }
        """

    /// The drawing as an SVG file.
    var svg: String {
        let before = GraphPanel.before(fusion)
        let after = GraphPanel.after(fusion, beside: before)
        let summary = fusion.summary.prefix(12)
        let top = 104.0 + 15 * Double(summary.count) + (summary.isEmpty ? 0 : 12)
        let second = Self.margin + before.layout.width + Self.panelGap
        // About what the heading takes in these fonts.
        let heading = 11.0 * Double(title.count) + 6.2 * Double(subtitle.count)
        let width = max(
            second + after.layout.width + Self.margin, heading + 3 * Self.margin, 640)
        let height = top + 34 + max(before.height, after.height) + Self.margin
        var svg = SVGText()
        svg.group(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "width": SVGText.number(width),
                "height": SVGText.number(height),
                "viewBox": "0 0 \(SVGText.number(width)) \(SVGText.number(height))",
            ]
        ) { svg in
            svg.add("style", [:], text: Self.style)
            svg.add(
                "rect",
                [
                    "width": SVGText.number(width), "height": SVGText.number(height),
                    "fill": "#fff",
                ])
            drawHeader(Array(summary), in: &svg)
            draw(before, "before", fusion.before, x: Self.margin, y: top, in: &svg)
            draw(after, "after", fusion.after, x: second, y: top, in: &svg)
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.body
    }

    private func drawHeader(_ summary: [(parts: String, count: Int)], in svg: inout SVGText) {
        let x = SVGText.number(Self.margin)
        svg.group("text", ["x": x, "y": "28", "class": "title"]) { svg in
            svg.add("tspan", [:], text: title)
            svg.add("tspan", ["dx": "10", "class": "subtitle"], text: subtitle)
        }
        svg.group("text", ["x": x, "y": "50", "class": "plain"]) { svg in
            for family in OperationFamily.allCases {
                svg.add("tspan", ["dx": "8", "style": "fill: \(family.stroke)"], text: "■")
                svg.add("tspan", ["dx": "3"], text: family.title)
            }
        }
        svg.add(
            "text", ["x": x, "y": "68", "class": "plain"],
            text: "Equal numbers: what was before became a part of what is after. "
                + "Dashed: changes nothing.")
        for (index, line) in summary.enumerated() {
            svg.add(
                "text",
                [
                    "x": x, "y": SVGText.number(96 + 15 * Double(index)), "class": "plain",
                ], text: "\(line.count) × \(line.parts)")
        }
    }

    private func draw(
        _ panel: GraphPanel, _ name: String, _ flow: DataFlow, x: Double, y: Double,
        in svg: inout SVGText
    ) {
        svg.group(
            "g", ["transform": "translate(\(SVGText.number(x)) \(SVGText.number(y)))"]
        ) { svg in
            svg.group("text", ["x": "0", "y": "0", "class": "panel"]) { svg in
                svg.add("tspan", [:], text: name)
                let count = flow.nodes.count - flow.graph.inputs.count
                svg.add(
                    "tspan", ["dx": "8", "class": "plain"],
                    text: count == 1 ? "1 operation" : "\(count) operations")
            }
            svg.group("g", ["transform": "translate(0 18)"]) { svg in
                for index in panel.layout.lines.indices { drawLine(index, of: panel, in: &svg) }
                for index in panel.boxes.indices { drawBox(index, of: panel, in: &svg) }
            }
        }
    }

    private func top(_ row: Int) -> Double { Double(row) * GraphPanel.pitch }

    private func bottom(_ row: Int) -> Double { top(row) + GraphPanel.boxHeight }

    private func drawLine(_ index: Int, of panel: GraphPanel, in svg: inout SVGText) {
        let layout = panel.layout
        let line = layout.lines[index]
        var row = layout.boxes[line.from].rows.upperBound
        var x = layout.middles[line.from]
        var path = "M\(SVGText.number(x)) \(SVGText.number(bottom(row)))"
        func curve(to next: Double, _ y: Double, from start: Double) {
            if abs(next - x) < 0.5 {
                path += "V\(SVGText.number(y))"
            } else {
                let middle = SVGText.number((start + y) / 2)
                path +=
                    "C\(SVGText.number(x)) \(middle) \(SVGText.number(next)) \(middle) "
                    + "\(SVGText.number(next)) \(SVGText.number(y))"
            }
            x = next
        }
        for bend in layout.bends[index] {
            curve(to: bend, top(row + 1), from: bottom(row))
            row += 1
            path += "V\(SVGText.number(bottom(row)))"
        }
        let last = layout.boxes[line.to].rows.lowerBound
        curve(to: layout.middles[line.to], top(last), from: bottom(row))
        svg.add("path", ["d": path, "class": "line"])
    }

    private func drawBox(_ index: Int, of panel: GraphPanel, in svg: inout SVGText) {
        let box = panel.boxes[index]
        let place = panel.layout.boxes[index]
        let (left, y) = (
            panel.layout.middles[index] - place.width / 2, top(place.rows.lowerBound)
        )
        let height = bottom(place.rows.upperBound) - y
        svg.group(
            "g", ["transform": "translate(\(SVGText.number(left)) \(SVGText.number(y)))"]
        ) { svg in
            svg.add("title", [:], text: box.tooltip)
            let (width, height) = (SVGText.number(place.width), SVGText.number(height))
            if box.hasVanished {
                svg.add(
                    "rect", ["width": width, "height": height, "rx": "4", "class": "gone"])
            } else {
                svg.add(
                    "rect",
                    [
                        "width": width, "height": height, "rx": "4", "fill": box.family.fill,
                        "stroke": box.family.stroke,
                    ])
            }
            let numbers = box.numbers.map(String.init).joined(separator: ",")
            svg.add("text", ["x": "5", "y": "13.5", "class": "number"], text: numbers)
            let indent = SVGText.number(10 + 5.2 * Double(numbers.count))
            for (row, line) in box.lines.enumerated() {
                svg.add(
                    "text",
                    [
                        "x": indent, "y": SVGText.number(14 + GraphPanel.pitch * Double(row)),
                        "class": row > 0 ? "part" : box.hasVanished ? "label faint" : "label",
                    ], text: line)
            }
            svg.add(
                "text",
                ["x": SVGText.number(place.width - 6), "y": "13.5", "class": "extents"],
                text: box.extents)
            if !box.outputs.isEmpty {
                svg.add(
                    "text",
                    [
                        "x": SVGText.number(place.width / 2),
                        "y": SVGText.number(bottom(place.rows.upperBound) - y + 12),
                        "class": "output",
                    ], text: "▼ " + box.outputs.joined(separator: ", "))
            }
        }
    }
}
