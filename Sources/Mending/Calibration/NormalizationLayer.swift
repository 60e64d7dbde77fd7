import Graph
import TensorFlowImport
import Tensors

/// A batch normalization to be calibrated: its variables, and the nodes that use them.
struct NormalizationLayer {
    /// The scope of the variables.
    let name: String
    let mean: ImportedModel.Variable
    let variance: ImportedModel.Variable
    /// The nodes of the graph; several where one layer is applied to several values.
    var nodes: [Value]
    /// The statistics that the graph holds.
    let statistics: LayerStatistics

    /// The layers of a graph in which they have been recognized, in its order.
    ///
    /// - Throws: `MendingError.notCalibratable` if the statistics are no variables of type float32,
    ///   `.noBatchNormalization`.
    static func all(
        in graph: Graph, variables: [ImportedModel.Variable]
    ) throws(MendingError) -> [NormalizationLayer] {
        let byName = Dictionary(variables.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        var layers: [NormalizationLayer] = []
        for value in graph.values {
            guard case .batchNormalization(let operation) = graph[value].operation else { continue }
            let node = graph[value]
            func variable(_ index: Int) throws(MendingError) -> (ImportedModel.Variable, [Float]) {
                let input = node.inputs[index]
                guard let tensor = graph.constant(input), tensor.elementType == .float32,
                    let variable = byName[graph[input].name],
                    variable.shape.elementCount == tensor.elementCount
                else {
                    throw .notCalibratable(
                        layer: node.name,
                        reason: "its statistics, '\(graph[input].name)', are no variables")
                }
                return (variable, tensor.elements(as: Float.self))
            }
            let (mean, means) = try variable(operation.meanIndex)
            let (variance, variances) = try variable(operation.varianceIndex)
            if let index = layers.firstIndex(where: { $0.mean.name == mean.name }) {
                layers[index].nodes.append(value)
                continue
            }
            let scope = mean.name.lastIndex(of: "/").map { String(mean.name[..<$0]) }
            layers.append(
                NormalizationLayer(
                    name: scope ?? node.name, mean: mean, variance: variance, nodes: [value],
                    statistics: LayerStatistics(means: means, variances: variances)))
        }
        guard !layers.isEmpty else { throw .noBatchNormalization }
        return layers
    }
}
