/// One chart: a parameter's value in each channel of a layer.
struct ChannelChart {
    let title: String
    let values: [Double]
    /// The channels' states; as many as values, or none.
    let states: [ChannelState]
    let allowsLogarithm: Bool

    /// The room a chart takes, with its labels.
    static let size = (width: 286.0, height: 128.0)
    private static let plot = (left: 52.0, top: 20.0, width: 226.0, height: 88.0)
    /// Stems are drawn where each still has a few pixels of its own.
    private static let mostStems = 96

    /// Draws the chart with its upper left corner at the origin.
    func draw(in svg: inout SVGText) {
        let plot = Self.plot
        let scale = ChartScale(values, allowsLogarithm: allowsLogarithm)
        svg.add(
            "text", ["x": SVGText.number(plot.left), "y": "13", "class": "heading"],
            text: title + (scale.isLogarithmic ? " (logarithmic)" : ""))
        svg.add(
            "rect",
            [
                "x": SVGText.number(plot.left), "y": SVGText.number(plot.top),
                "width": SVGText.number(plot.width), "height": SVGText.number(plot.height),
                "class": "frame",
            ])
        drawAxis(scale, in: &svg)
        let base = scale.isLogarithmic ? 0 : scale.height(of: min(max(0, scale.lower), scale.upper))
        for state in ChannelState.allCases {
            let channels = values.indices.filter { self.state(of: $0) == state }
            drawMarks(channels, state, scale, base: base, in: &svg)
        }
    }

    private func drawAxis(_ scale: ChartScale, in svg: inout SVGText) {
        let plot = Self.plot
        var labels = [(scale.lower, ChartScale.label(scale.lower))]
        labels.append((scale.upper, ChartScale.label(scale.upper)))
        let zero = scale.height(of: 0)
        if !scale.isLogarithmic, scale.lower < 0, scale.upper > 0 {
            let y = SVGText.number(self.y(zero))
            svg.add(
                "line",
                [
                    "x1": SVGText.number(plot.left), "x2": SVGText.number(plot.left + plot.width),
                    "y1": y, "y2": y, "class": "zero",
                ])
            // Near an end the label would lie over the other.
            if zero > 0.15, zero < 0.85 { labels.append((0, "0")) }
        }
        for (value, label) in labels {
            svg.add(
                "text",
                [
                    "x": SVGText.number(plot.left - 5),
                    "y": SVGText.number(y(scale.height(of: value)) + 3.5), "class": "label end",
                ], text: label)
        }
        let bottom = SVGText.number(plot.top + plot.height + 13)
        svg.add("text", ["x": SVGText.number(plot.left), "y": bottom, "class": "label"], text: "0")
        if values.count > 1 {
            svg.add(
                "text",
                [
                    "x": SVGText.number(plot.left + plot.width), "y": bottom,
                    "class": "label end",
                ], text: "\(values.count - 1)")
        }
    }

    /// All marks of one state are one path, so that a thousand channels stay a small file.
    private func drawMarks(
        _ channels: [Int], _ state: ChannelState, _ scale: ChartScale, base: Double,
        in svg: inout SVGText
    ) {
        guard !channels.isEmpty else { return }
        var (stems, dots) = ("", "")
        for channel in channels {
            let x = SVGText.number(self.x(channel))
            let y = SVGText.number(self.y(scale.height(of: values[channel])))
            if values.count <= Self.mostStems {
                stems += "M\(x) \(SVGText.number(self.y(base)))V\(y)"
            }
            dots += "M\(x) \(y)h0"
        }
        if !stems.isEmpty {
            svg.add("path", ["d": stems, "stroke": state.color, "class": "stems"])
        }
        let width = values.count > Self.mostStems ? 2.2 : 3.6
        svg.add(
            "path",
            [
                "d": dots, "stroke": state.color, "class": "dots",
                "stroke-width": SVGText.number(state == .ordinary ? width : width + 2),
                "stroke-opacity": state == .ordinary && values.count > 256 ? "0.6" : "1",
            ])
    }

    private func state(of channel: Int) -> ChannelState {
        if !values[channel].isFinite { return .impossible }
        return channel < states.count ? states[channel] : .ordinary
    }

    private func x(_ channel: Int) -> Double {
        let margin = 6.0
        let step = (Self.plot.width - 2 * margin) / Double(max(1, values.count - 1))
        let middle = Self.plot.left + Self.plot.width / 2
        return values.count == 1 ? middle : Self.plot.left + margin + Double(channel) * step
    }

    private func y(_ height: Double) -> Double {
        let margin = 5.0
        let plot = Self.plot
        return plot.top + plot.height - margin - height * (plot.height - 2 * margin)
    }
}
