import Checkpoints
import Fixtures
import Foundation
import Graph
import TensorFlowImport
import Tensors

extension GoldenCase {
    /// The case's model, with its ends named as the manifest names them.
    func importedModel() throws -> ImportedModel {
        let options = ImportOptions(
            inputNodes: inputs.map(\.node), outputNodes: outputs.map(\.node),
            heldPlaceholders: (manifest.heldAtInference ?? [:]).mapValues(Double.init))
        let frozen = url("graph.meta")
        if FileManager.default.fileExists(atPath: frozen.path) {
            let meta = try CheckpointLocation.readMetaGraph(at: frozen)
            return try TensorFlowModel.load(meta, variables: nil, options: options)
        }
        return try TensorFlowModel.load(CheckpointLocation.resolve(directory), options: options)
    }

    /// The rows to ask about, in the order of the graph's inputs.
    func rows(for graph: Graph) throws -> [Tensor] {
        try graph.inputs.map { value in
            let name = graph[value].name
            guard let file = inputs.first(where: { $0.node == name })?.file else {
                throw CaseProblem.unknownInput(name)
            }
            return try Tensor(npyContentsOf: file.path)
        }
    }
}

enum CaseProblem: Error {
    case unknownInput(String)
    case differentOutputs([String])
}
