import Checkpoints
import Tensors

/// The values that a training graph gives its variables before the first step, where they are one
/// number throughout.
struct InitialValues {
    private let resolution: BranchResolution
    /// What is assigned first, by variable.
    private let initializers: [Int: TensorReference]

    init(_ resolution: BranchResolution) {
        self.resolution = resolution
        let graph = resolution.graph
        var initializers: [Int: TensorReference] = [:]
        for node in graph.nodes where node.op == "Assign" || node.op == "AssignVariableOp" {
            guard node.inputs.count == 2 else { continue }
            let variable = node.inputs[0].node
            // So every version of TensorFlow names the assignment that initializes.
            if graph.nodes[variable].isVariable,
                node.name == graph.nodes[variable].name + "/Assign"
            {
                initializers[variable] = node.inputs[1]
            }
        }
        self.initializers = initializers
    }

    /// The initial value of a variable; nil if it is not one number, or the graph does not tell.
    func value(of variable: Int) -> Tensor? {
        let attributes = resolution.graph.nodes[variable].attributes
        guard let initializer = initializers[variable], let number = number(initializer),
            let shape = attributes.shape("shape")?.knownShape
        else { return nil }
        switch attributes.type("dtype")?.elementType {
        case .float32:
            return Tensor(
                [Float](repeating: Float(number), count: shape.elementCount), shape: shape)
        case .float64:
            return Tensor([Double](repeating: number, count: shape.elementCount), shape: shape)
        default: return nil
        }
    }

    private func number(_ tensor: TensorReference) -> Double? {
        let origin = resolution.origin(of: tensor)
        let node = resolution.graph[origin]
        if node.op == "Fill", node.inputs.count == 2 { return resolution.number(node.inputs[1]) }
        guard node.op == "Const", let proto = node.attributes.tensor("value"),
            let tensor = try? proto.tensor().converted(to: .float64)
        else { return nil }
        return tensor.withElements(of: Double.self) { elements in
            guard let first = elements.first, elements.allSatisfy({ $0 == first }) else {
                return nil
            }
            return first
        }
    }
}
