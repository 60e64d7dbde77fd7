import Engine
import Graph
import Tensors

/// A network cut at its batch normalizations: stage by stage, each computes what can be computed once
/// the layers before it have normalized.
struct Stages {
    /// What lies between two levels of batch normalization.
    struct Stage {
        /// The values that the stage reads and computes; nil if there is nothing to compute.
        let graph: Graph?
        let inputs: [Value]
        let outputs: [Value]
        /// The batch normalizations that read what is there now.
        var normalizations: [Value] = []
        /// The values that no later stage reads.
        var finished: [Value] = []
    }

    let stages: [Stage]

    /// Cuts a graph.
    ///
    /// - Parameter layers: Nodes that share their statistics are normalized in one stage if
    ///   `joinsShared` is set.
    /// - Throws: `MendingError.notCalibratable` if a layer is applied to what depends on itself and
    ///   must be joined; `GraphError`.
    init(_ graph: Graph, layers: [NormalizationLayer], joinsShared: Bool) throws {
        var leasts: [Int: Int] = [:]
        var levels = Self.levels(graph, leasts)
        if joinsShared {
            for round in 0... {
                var isSettled = true
                for layer in layers {
                    let level = layer.nodes.map { levels[$0.index] }.max() ?? 0
                    for node in layer.nodes where levels[node.index] < level {
                        leasts[node.index] = level
                        isSettled = false
                    }
                    guard round <= graph.nodes.count, level <= graph.nodes.count else {
                        throw MendingError.notCalibratable(
                            layer: layer.name,
                            reason: "it is applied again to what depends on its own result; use "
                                + "--method ema")
                    }
                }
                if isSettled { break }
                levels = Self.levels(graph, leasts)
            }
        }
        stages = try Self.stages(
            graph, levels: levels, normalizations: layers.flatMap(\.nodes).sorted())
    }

    /// For each node, how many levels of batch normalization are before it.
    private static func levels(_ graph: Graph, _ leasts: [Int: Int]) -> [Int] {
        var levels: [Int] = []
        levels.reserveCapacity(graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            let before = node.inputs.map { levels[$0.index] + (graph.isNormalization($0) ? 1 : 0) }
            levels.append(max(before.max() ?? 0, leasts[index] ?? 0))
        }
        return levels
    }

    private static func stages(
        _ graph: Graph, levels: [Int], normalizations: [Value]
    ) throws(GraphError) -> [Stage] {
        let needed = needed(graph, for: normalizations)
        var readers = [[Int]](repeating: [], count: graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() where needed[index] {
            for input in node.inputs { readers[input.index].append(index) }
        }
        var stages: [Stage] = []
        let last = normalizations.map { levels[$0.index] }.max() ?? 0
        for level in 0...last {
            let own = graph.values.filter { value in
                needed[value.index] && levels[value.index] == level
                    && graph.isComputed(value)
            }
            var stage = try stage(graph, own) { value in
                readers[value.index].contains {
                    levels[$0] > level || graph.isNormalization(graph.values[$0])
                }
            }
            stage.normalizations = normalizations.filter { levels[$0.index] == level }
            stage.finished = graph.values.filter { value in
                readers[value.index].map { levels[$0] }.max() == level
            }
            stages.append(stage)
        }
        return stages
    }

    private static func needed(_ graph: Graph, for values: [Value]) -> [Bool] {
        var needed = [Bool](repeating: false, count: graph.nodes.count)
        for value in values { needed[value.index] = true }
        for index in graph.nodes.indices.reversed() where needed[index] {
            for input in graph.nodes[index].inputs { needed[input.index] = true }
        }
        return needed
    }

    private static func stage(
        _ graph: Graph, _ own: [Value], isResult: (Value) -> Bool
    ) throws(GraphError) -> Stage {
        let results = own.filter(isResult)
        guard !results.isEmpty else { return Stage(graph: nil, inputs: [], outputs: []) }
        var built = Graph()
        var renamed: [Value: Value] = [:]
        var inputs: [Value] = []
        for value in own {
            for input in graph[value].inputs where renamed[input] == nil {
                let node = graph[input]
                if case .constant = node.operation {
                    renamed[input] = try built.add(node.operation, name: node.name)
                } else {
                    renamed[input] = try built.add(
                        .input(Input(node.type)), name: "\(node.name)#\(input.index)")
                    inputs.append(input)
                }
            }
            let node = graph[value]
            renamed[value] = try built.add(
                node.operation, node.inputs.compactMap { renamed[$0] }, name: node.name)
        }
        for result in results {
            guard let value = renamed[result] else { continue }
            built.addOutput(value, name: "\(graph[result].name)#\(result.index)")
        }
        return Stage(graph: built, inputs: inputs, outputs: results)
    }
}

extension Graph {
    fileprivate func isNormalization(_ value: Value) -> Bool {
        if case .batchNormalization = self[value].operation { true } else { false }
    }

    /// Whether a stage computes the value: it is not given, not constant and not normalized.
    fileprivate func isComputed(_ value: Value) -> Bool {
        switch self[value].operation {
        case .input, .constant, .batchNormalization: false
        default: true
        }
    }
}
