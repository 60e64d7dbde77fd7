import Graph

/// The parameters of a model's batch normalizations, drawn: a row of charts for each layer.
struct StatisticsPlot {
    /// The model's name.
    let title: String
    /// Where its checkpoint lies.
    let subtitle: String
    let layers: [BatchNormalizationLayer]

    private static let margin = 24.0
    private static let headerHeight = 64.0
    private static let titleHeight = 26.0
    private static let gap = 18.0
    private static let style = """
        text { font-family: "DejaVu Sans", Verdana, sans-serif; fill: #222 }
        .title { font-size: 17px; font-weight: bold }
        .subtitle { font-size: 11px; font-weight: normal; fill: #666 }
        .layer { font-size: 13px; font-weight: bold }
        .plain { font-weight: normal; fill: #555 }
        .heading { font-size: 11px; fill: #444 }
        .label { font-size: 10px; fill: #666 }
        .end { text-anchor: end }
        .frame { fill: #f7f8fa; stroke: #d5d9de }
        .zero { stroke: #b3bac2; stroke-dasharray: 3 2 }
        .rule { stroke: #e3e6ea }
        .stems { fill: none; stroke-width: 1; stroke-opacity: 0.45 }
        .dots { fill: none; stroke-linecap: round }
        """

    /// - Parameter layers: As an examination lists them; a layer shared by branches is drawn once.
    init(title: String, subtitle: String, layers: [BatchNormalizationLayer]) {
        self.title = title
        self.subtitle = subtitle
        var seen: Set<[String?]> = []
        self.layers = layers.filter { layer in
            layer.mean == nil
                || seen.insert([layer.name, layer.mean, layer.variance, layer.scale, layer.offset])
                    .inserted
        }
    }

    /// The drawing as an SVG file.
    var svg: String {
        let rowHeight = Self.titleHeight + ChannelChart.size.height + Self.gap
        let width = SVGText.number(2 * Self.margin + 4 * ChannelChart.size.width)
        let height = SVGText.number(
            Self.headerHeight + Double(layers.count) * rowHeight + Self.margin)
        var svg = SVGText()
        svg.group(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height,
                "viewBox": "0 0 \(width) \(height)",
            ]
        ) { svg in
            svg.add("style", [:], text: Self.style)
            svg.add("rect", ["width": width, "height": height, "fill": "#fff"])
            drawHeader(in: &svg)
            for (index, layer) in layers.enumerated() {
                let y = Self.headerHeight + Double(index) * rowHeight
                svg.group(
                    "g",
                    ["transform": "translate(\(SVGText.number(Self.margin)) \(SVGText.number(y)))"]
                ) { svg in
                    Self.draw(layer, in: &svg)
                }
            }
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.body
    }

    private func drawHeader(in svg: inout SVGText) {
        let x = SVGText.number(Self.margin)
        svg.group("text", ["x": x, "y": "28", "class": "title"]) { svg in
            svg.add("tspan", [:], text: title)
            svg.add("tspan", ["dx": "10", "class": "subtitle"], text: subtitle)
        }
        svg.group("text", ["x": x, "y": "48", "class": "heading"]) { svg in
            svg.add("tspan", [:], text: "one mark per channel:")
            for state in ChannelState.allCases {
                svg.add("tspan", ["dx": "14", "style": "fill: \(state.color)"], text: "●")
                svg.add("tspan", ["dx": "3"], text: state.label)
            }
        }
    }

    private static func draw(_ layer: BatchNormalizationLayer, in svg: inout SVGText) {
        let states = ChannelState.states(of: layer)
        let width = SVGText.number(4 * ChannelChart.size.width)
        svg.add("line", ["x1": "0", "x2": width, "y1": "0", "y2": "0", "class": "rule"])
        svg.group("text", ["x": "0", "y": "19", "class": "layer"]) { svg in
            svg.add("tspan", [:], text: layer.name)
            svg.add(
                "tspan", ["dx": "10", "class": "plain"],
                text: layer.channelCount == 1 ? "1 channel" : "\(layer.channelCount) channels")
            for state in ChannelState.allCases where state != .ordinary {
                let count = states.count { $0 == state }
                guard count > 0 else { continue }
                svg.add(
                    "tspan", ["dx": "10", "style": "fill: \(state.color)"],
                    text: "\(count) \(state.word)")
            }
            for finding in layer.findings {
                svg.add(
                    "tspan", ["dx": "10", "style": "fill: \(ChannelState.exploding.color)"],
                    text: "⚠ \(finding.code.rawValue)")
            }
        }
        let parameters = [
            ("moving mean", layer.values.mean), ("moving variance", layer.values.variance),
            ("scale γ", layer.values.scale), ("offset β", layer.values.offset),
        ]
        for (column, (title, values)) in parameters.enumerated() {
            let x = SVGText.number(Double(column) * ChannelChart.size.width)
            svg.group("g", ["transform": "translate(\(x) \(SVGText.number(titleHeight)))"]) { svg in
                guard let values else {
                    svg.add(
                        "text", ["x": "52", "y": "13", "class": "heading"], text: "\(title): none")
                    return
                }
                ChannelChart(
                    title: title, values: values, states: states, allowsLogarithm: column == 1
                ).draw(in: &svg)
            }
        }
    }
}
