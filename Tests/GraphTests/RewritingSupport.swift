import Testing

@testable import Graph
import Tensors

/// Computes the few operations that tests of rules fold: elementwise on equal or scalar shapes.
let elementwise: ConstantEvaluator = { operation, inputs in
    let values = inputs.map { $0.elements(as: Float.self) }
    let count = values.map(\.count).max() ?? 0
    func at(_ input: Int, _ index: Int) -> Float {
        values[input].count == 1 ? values[input][0] : values[input][index]
    }
    let result: [Float]
    switch operation {
    case .binary(.add): result = (0..<count).map { at(0, $0) + at(1, $0) }
    case .binary(.multiply): result = (0..<count).map { at(0, $0) * at(1, $0) }
    case .unary(.reciprocalSquareRoot): result = (0..<count).map { 1 / at(0, $0).squareRoot() }
    default: throw TypeMismatch("this test does not fold \(operation.mnemonic)")
    }
    let shape = inputs.max { $0.elementCount < $1.elementCount }?.shape ?? .scalar
    return Tensor(result, shape: shape)
}

extension Graph {
    /// The mnemonics of all nodes but inputs and constants, in order.
    var operations: [String] {
        nodes.map(\.operation.mnemonic).filter { $0 != "input" && $0 != "constant" }
    }

    mutating func image(_ extents: Int...) throws -> Value {
        let type = ValueType(.float32, [.batch] + extents.map(Dimension.fixed))
        return try add(.input(Input(type)), name: "images")
    }

    mutating func constant(_ elements: [Float], _ shape: Shape, _ name: String = "c") -> Value {
        addConstant(Tensor(elements, shape: shape), name: name)
    }

    mutating func vector(_ elements: [Float], _ name: String = "v") -> Value {
        addConstant(Tensor(elements), name: name)
    }

    /// The constants that the only node with an epilogue reads: weights, then bias.
    func weightsAndBias() throws -> ([Float], [Float]) {
        let node = try #require(nodes.first { $0.operation.epilogue != nil })
        let weights = try #require(constant(node.inputs[1]))
        let bias = try #require(constant(node.inputs[2]))
        return (weights.elements(as: Float.self), bias.elements(as: Float.self))
    }
}
