import Graph

/// One of the two graphs of a drawing, laid out.
struct GraphPanel {
    /// A node as it is drawn.
    struct Box {
        let family: OperationFamily
        /// What it does, and then what else it does, a line each.
        let lines: [String]
        let extents: String
        /// The numbers by which nodes of the two graphs are matched.
        let numbers: [Int]
        /// The node's name, and what it came from.
        let tooltip: String
        /// Whether it is nothing after rewriting.
        let hasVanished: Bool
        /// The outputs that give its value.
        let outputs: [String]
    }

    let boxes: [Box]
    let layout: LayeredLayout

    static let pitch = 27.0
    static let boxHeight = 19.0
    private static let character = 5.9
    private static let smallCharacter = 5.2

    /// The height of all rows.
    var height: Double {
        Double((layout.boxes.map(\.rows.upperBound).max() ?? -1) + 1) * Self.pitch
    }

    private init(
        _ boxes: [Box], rows: [ClosedRange<Int>], hints: [Double?], _ flow: DataFlow
    ) {
        self.boxes = boxes
        layout = LayeredLayout(
            boxes.indices.map {
                LayeredLayout.Box(rows: rows[$0], width: Self.width(of: boxes[$0]), hint: hints[$0])
            }, flow.lines)
    }

    private static func width(of box: Box) -> Double {
        let numbers = box.numbers.map(String.init).joined(separator: ",")
        let first = Double(box.lines[0].count) * character
        let rest = box.lines.dropFirst().map { Double($0.count) * character }.max() ?? 0
        let extents = box.extents.isEmpty ? 0 : Double(box.extents.count) * smallCharacter + 14
        return max(first + extents, rest) + Double(numbers.count) * smallCharacter + 24
    }

    /// The graph before rewriting.
    static func before(_ fusion: Fusion) -> GraphPanel {
        let flow = fusion.before
        var numbers = [[Int]](repeating: [], count: flow.nodes.count)
        for (target, origins) in fusion.origins.enumerated() {
            for origin in origins { numbers[origin].append(target + 1) }
        }
        let boxes = flow.nodes.enumerated().map { place, value in
            let targets = numbers[place].map {
                fusion.after.graph.label(of: fusion.after.nodes[$0 - 1])
            }
            return Box(
                family: OperationFamily(flow.graph[value].operation),
                lines: [flow.title(of: value)], extents: flow.graph.extents(of: value),
                numbers: numbers[place],
                tooltip: flow.graph[value].name
                    + (targets.isEmpty
                        ? ", changes nothing" : ", now in: " + targets.joined(separator: ", ")),
                hasVanished: fusion.vanished.contains(place), outputs: flow.outputs(of: value))
        }
        let rows = flow.rows
        return GraphPanel(
            boxes, rows: rows.map { $0...$0 }, hints: rows.map { _ in nil }, flow)
    }

    /// What a node does and what else went into it, on as many lines as there is room for.
    private static func lines(_ own: String, _ parts: [String], room: Int) -> [String] {
        var further = parts.count > 1 ? parts : []
        if let index = further.firstIndex(of: own) { further.remove(at: index) }
        var lines = [own] + further.map { "+ \($0)" }
        while lines.count > room {
            let last = lines.removeLast()
            lines[lines.count - 1] += " \(last)"
        }
        return lines
    }

    /// The graph after rewriting, its nodes beside those they came from.
    static func after(_ fusion: Fusion, beside before: GraphPanel) -> GraphPanel {
        let flow = fusion.after
        let rows = fusion.rowsAfter
        let boxes = flow.nodes.enumerated().map { place, value in
            let lines = Self.lines(
                flow.title(of: value), fusion.parts[place], room: rows[place].count)
            return Box(
                family: OperationFamily(flow.graph[value].operation), lines: lines,
                extents: flow.graph.extents(of: value), numbers: [place + 1],
                tooltip: ([flow.graph[value].name + ", from:"]
                    + fusion.origins[place].map {
                        fusion.before.graph[fusion.before.nodes[$0]].name
                    }).joined(separator: ", "),
                hasVanished: false, outputs: flow.outputs(of: value))
        }
        let hints = fusion.origins.map { origins -> Double? in
            guard let first = origins.first else { return nil }
            return before.layout.middles[first]
        }
        return GraphPanel(boxes, rows: rows, hints: hints, flow)
    }
}

extension DataFlow {
    fileprivate func title(of value: Value) -> String {
        if case .input = graph[value].operation { return graph[value].name }
        return graph.label(of: value)
    }

    fileprivate func outputs(of value: Value) -> [String] {
        graph.outputs.filter { $0.value == value }.map(\.name)
    }
}

extension Fusion {
    /// The rows of each node after, which are those of the nodes it came from where that lets every
    /// line go down.
    fileprivate var rowsAfter: [ClosedRange<Int>] {
        let rowsBefore = before.rows
        let own = origins.map { $0.map { rowsBefore[$0] } }
        var limits = [Int](repeating: .max, count: own.count)
        for (place, read) in after.inputs.enumerated() {
            guard let top = own[place].min() else { continue }
            for input in read { limits[input] = min(limits[input], top - 1) }
        }
        var rows: [ClosedRange<Int>] = []
        for (place, read) in after.inputs.enumerated() {
            let earliest = (read.map { rows[$0].upperBound }.max() ?? -1) + 1
            let top = max(own[place].min() ?? earliest, earliest)
            rows.append(top...max(top, min(own[place].max() ?? top, limits[place])))
        }
        return rows
    }
}
