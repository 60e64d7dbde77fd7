import Graph
import Tensors

/// A graph ready to be planned for any batch size: steps that read and write buffers.
///
/// Dead nodes are gone, constant parts computed, reshapes turned into other views of a buffer, and
/// operations that can overwrite an operand do so.
struct LoweredGraph: Sendable {
    /// Where a buffer's contents come from.
    enum Source: Sendable {
        /// The model's input at an index; the caller's memory, only read.
        case input(Int)
        /// A tensor known when the model is loaded; nil where it is kept elsewhere.
        case constant(Tensor?)
        /// One or more steps, each overwriting the one before.
        case computed
    }

    /// A buffer as a step sees it.
    struct View: Sendable {
        var buffer: Int
        let type: ValueType
    }

    /// An operation on buffers.
    struct Step: Sendable {
        /// The node's name.
        let name: String
        let operation: Operation
        var inputs: [View]
        var result: View
        /// The input whose buffer the result overwrites, if any.
        var overwrittenInput: Int?
        /// How its numbers are computed.
        var algorithm = Algorithm.direct
        /// The channels of the result that it computes; nil for all.
        var resultChannels: Range<Int>?

        /// Whether all values are `float32`.
        var isSinglePrecision: Bool {
            (inputs + [result]).allSatisfy { $0.type.elementType == .float32 }
        }
    }

    var buffers: [Source] = []
    var steps: [Step] = []
    var outputs: [(name: String, view: View)] = []
    let signature: InputSignature

    /// Lowers a graph.
    ///
    /// - Throws: `EngineError` if a constant part can't be computed.
    init(_ graph: Graph, precision: Precision = .float32) throws(EngineError) {
        signature = InputSignature(graph)
        var views = [View?](repeating: nil, count: graph.nodes.count)
        let isNeeded = Self.needed(graph)
        var inputCount = 0
        for (index, node) in graph.nodes.enumerated() {
            switch node.operation {
            case .input:
                views[index] = addBuffer(.input(inputCount), node.type)
                inputCount += 1
            case _ where !isNeeded[index]: continue
            case .constant(let tensor):
                views[index] = addBuffer(.constant(tensor), node.type)
            default:
                views[index] = try lower(node, node.inputs.compactMap { views[$0.index] })
            }
        }
        outputs = graph.outputs.compactMap { output in
            views[output.value.index].map { (output.name, $0) }
        }
        if precision == .bfloat16 { narrowToBFloat16() }
        overwriteDyingOperands()
    }

    /// This graph with no constants but those that are outputs.
    var withoutConstants: LoweredGraph {
        var graph = self
        let kept = Set(outputs.map(\.view.buffer))
        for (index, source) in buffers.enumerated() where !kept.contains(index) {
            if case .constant = source { graph.buffers[index] = .constant(nil) }
        }
        for buffer in kept {
            guard case .constant(let tensor?) = buffers[buffer] else { continue }
            graph.buffers[buffer] = .constant(tensor.detached)
        }
        return graph
    }

    private mutating func addBuffer(_ source: Source, _ type: ValueType) -> View {
        buffers.append(source)
        return View(buffer: buffers.count - 1, type: type)
    }

    private mutating func lower(_ node: Node, _ inputs: [View]) throws(EngineError) -> View {
        if let folded = try fold(node, inputs) {
            return addBuffer(.constant(folded), node.type)
        }
        if node.operation.keepsBytes(inputs.map(\.type), result: node.type) {
            return View(buffer: inputs[0].buffer, type: node.type)
        }
        let result = addBuffer(.computed, node.type)
        steps.append(
            Step(name: node.name, operation: node.operation, inputs: inputs, result: result))
        return result
    }

    /// The value of a node whose inputs are all constants.
    private func fold(_ node: Node, _ inputs: [View]) throws(EngineError) -> Tensor? {
        guard node.type.fixedShape != nil else { return nil }
        var tensors: [Tensor] = []
        for view in inputs {
            guard case .constant(let tensor?) = buffers[view.buffer],
                let shape = view.type.fixedShape
            else { return nil }
            tensors.append(tensor.reshaped(to: shape))
        }
        do {
            return try ReferenceKernels.evaluate(node.operation, tensors, batchSize: 1)
        } catch {
            throw error.at(node: node.name)
        }
    }

    /// Which nodes the outputs depend on.
    private static func needed(_ graph: Graph) -> [Bool] {
        var needed = [Bool](repeating: false, count: graph.nodes.count)
        for output in graph.outputs { needed[output.value.index] = true }
        for index in graph.nodes.indices.reversed() where needed[index] {
            for input in graph.nodes[index].inputs { needed[input.index] = true }
        }
        return needed
    }
}

extension Operation {
    /// Whether the result has the first input's bytes in the same order.
    fileprivate func keepsBytes(_ inputs: [ValueType], result: ValueType) -> Bool {
        switch self {
        case .reshape: return true
        case .cast: return inputs[0].elementType == result.elementType
        case .transposition(let transposition):
            // Only dimensions of extent 1 change places.
            let moved = transposition.permutation.filter { inputs[0].dimensions[$0] != .fixed(1) }
            return zip(moved, moved.dropFirst()).allSatisfy { $0 < $1 }
        default: return false
        }
    }
}
