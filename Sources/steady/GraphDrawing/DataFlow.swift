import Graph

/// The nodes of a graph that depend on its inputs, in rows: each below those it reads.
struct DataFlow {
    let graph: Graph
    /// The nodes, in the graph's order; what depends on constants alone is left out.
    let nodes: [Value]
    /// For each node its place in `nodes`.
    let places: [Value: Int]
    /// Which nodes each node reads, as places.
    let inputs: [[Int]]

    init(_ graph: Graph) {
        let graph = graph.withoutDeadNodes()
        self.graph = graph
        var places: [Value: Int] = [:]
        var nodes: [Value] = []
        var inputs: [[Int]] = []
        for value in graph.values {
            let node = graph[value]
            let read = node.inputs.compactMap { places[$0] }
            let isInput = if case .input = node.operation { true } else { false }
            guard isInput || !read.isEmpty else { continue }
            places[value] = nodes.count
            nodes.append(value)
            var seen: Set<Int> = []
            inputs.append(read.filter { seen.insert($0).inserted })
        }
        self.nodes = nodes
        self.places = places
        self.inputs = inputs
    }

    /// The lines between nodes.
    var lines: [LayeredLayout.Line] {
        inputs.enumerated().flatMap { place, read in
            read.map { LayeredLayout.Line(from: $0, to: place) }
        }
    }

    /// The row of each node: one below the lowest that it reads.
    var rows: [Int] {
        var rows: [Int] = []
        for read in inputs { rows.append((read.map { rows[$0] }.max() ?? -1) + 1) }
        return rows
    }
}
