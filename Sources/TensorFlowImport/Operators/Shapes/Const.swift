import Checkpoints
import Tensors

/// A constant of the graph.
enum Const {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let message = node.attributes.tensor("value") else {
            throw .malformedGraph(node: node.node.name, reason: "the constant has no value")
        }
        do throws(CheckpointError) {
            return [.constant(try message.tensor(), name: node.node.name)]
        } catch {
            throw node.unsupported("\(error)")
        }
    }
}
