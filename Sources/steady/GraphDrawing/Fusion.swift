import Graph

/// What the nodes of a rewritten graph were before.
struct Fusion {
    let before: DataFlow
    let after: DataFlow
    /// For each node after, the places of the nodes before that it came from, in their order.
    let origins: [[Int]]
    /// For each node after, what it came from, in words: `convolution`, `batch normalization`.
    let parts: [[String]]
    /// The nodes before that no node after came from: they changed nothing.
    let vanished: Set<Int>

    /// Rewrites a graph.
    ///
    /// - Throws: `GraphError` with the rule and node at fault.
    init(_ graph: Graph, evaluate: @escaping ConstantEvaluator) throws(GraphError) {
        let graph = graph.withoutDeadNodes()
        let phases = try InferenceMode.phases(of: graph.trackingOrigins, evaluate: evaluate)
        let before = DataFlow(graph)
        let after = DataFlow(phases.optimized)
        let places = before.nodes.reduce(into: [Int: Int]()) { $0[$1.index] = before.places[$1] }
        func origins(of node: Node) -> [Int] { node.origins.compactMap { places[$0] } }

        // What was recognized as a whole is called by its name.
        var named: [(origins: Set<Int>, name: String)] = []
        for node in phases.recognized.nodes + phases.simplified.nodes {
            switch node.operation {
            case .batchNormalization, .unary:
                let own = Set(origins(of: node))
                if own.count > 1 { named.append((own, node.operation.mnemonic)) }
            default: break
            }
        }
        self.before = before
        self.after = after
        let all = after.nodes.map { origins(of: after.graph[$0]) }
        self.origins = all
        parts = all.map { own in Self.parts(own, named, before) }
        vanished = Set(before.nodes.indices).subtracting(all.joined())
    }

    private static func parts(
        _ origins: [Int], _ named: [(origins: Set<Int>, name: String)], _ before: DataFlow
    ) -> [String] {
        var left = Set(origins)
        var found: [(place: Int, name: String)] = []
        for (own, name) in named.sorted(by: { $0.origins.count > $1.origins.count })
        where own.isSubset(of: left) {
            left.subtract(own)
            found.append((own.min() ?? 0, name))
        }
        found += left.map { ($0, before.graph.label(of: before.nodes[$0])) }
        return found.sorted { $0.place < $1.place }.map(\.name)
    }

    /// What became of the graph: each node that came from several, most frequent combination first.
    var summary: [(parts: String, count: Int)] {
        var counts: [String: Int] = [:]
        for parts in parts where parts.count > 1 {
            counts[parts.joined(separator: " + "), default: 0] += 1
        }
        return counts.map { (parts: $0, count: $1) }.sorted {
            ($1.count, $0.parts) < ($0.count, $1.parts)
        }
    }
}
