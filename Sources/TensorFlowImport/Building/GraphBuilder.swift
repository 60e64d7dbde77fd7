import Graph
import Tensors

/// The inference graph while it is built, and what each training tensor became.
///
/// Not `Sendable`; used by one import.
final class GraphBuilder {
    private(set) var graph = Graph()
    private var imported: [InferenceSlice.Source: ImportedTensor] = [:]
    private var constants: [InferenceSlice.Source: Value] = [:]
    /// The size that an input's fixed batch dimension had before it was opened to any.
    let openedBatchSize: Int?

    init(openedBatchSize: Int?) { self.openedBatchSize = openedBatchSize }

    func set(_ tensor: ImportedTensor, for source: InferenceSlice.Source) {
        imported[source] = tensor
    }

    func tensor(_ source: InferenceSlice.Source) -> ImportedTensor? { imported[source] }

    /// The value of a tensor in the graph, where constants are put once each.
    ///
    /// - Throws: `ImportError.malformedGraph` if nothing computes it, `.unsupportedUse` if it depends
    ///   on the batch size.
    func value(
        _ source: InferenceSlice.Source, readBy node: TrainingNode
    ) throws(ImportError) -> Value {
        switch imported[source] {
        case .value(let value): return value
        case .constant(let tensor, let name):
            if let value = constants[source] { return value }
            let value = graph.addConstant(tensor, name: name)
            constants[source] = value
            return value
        case .integers:
            throw .unsupportedUse(
                node: node.name, op: node.op, reason: "it computes with the batch size")
        case .interleaved:
            throw .unsupportedUse(
                node: node.name, op: node.op,
                reason: "only a convolution may lie between SpaceToBatchND and BatchToSpaceND")
        case nil:
            throw .malformedGraph(
                node: node.name, reason: "\(node.op) reads an output that its input does not have")
        }
    }

    func add(
        _ operation: Operation, _ inputs: [Value], name: String
    ) throws(ImportError) -> Value {
        let value: Value
        do throws(GraphError) {
            value = try graph.add(operation, inputs, name: name)
        } catch {
            throw .invalidNode(error)
        }
        let type = graph.type(of: value)
        guard Self.isPlausible(type.dimensions) else {
            throw .invalidNode(
                .invalidNode(
                    node: name, operation: operation.mnemonic,
                    reason: "\(type) is larger than memory"))
        }
        return value
    }

    /// Whether a row can be held in memory at all: 64 GiB of float32.
    private static let elementLimit = 1 << 34

    static func isPlausible(_ dimensions: [Dimension]) -> Bool {
        let count = Shape.elementCountIfValid(dimensions.map { $0.extent(batchSize: 1) })
        return count.map { $0 <= elementLimit } ?? false
    }

    func addConstant(_ tensor: Tensor, name: String) -> Value {
        graph.addConstant(tensor, name: name)
    }

    func addOutput(_ value: Value, name: String) { graph.addOutput(value, name: name) }
}
