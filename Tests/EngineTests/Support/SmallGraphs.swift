import Fixtures
import Graph
import Tensors

@testable import Engine

/// A graph of one operation whose first input is given and whose others are constants.
func graph(
    of operation: Operation, input: Tensor, constants: [Tensor] = [],
    isBatched: Bool = true
) throws -> Graph {
    var graph = Graph()
    var dimensions = input.shape.dimensions.map(Dimension.fixed)
    if isBatched { dimensions[0] = .batch }
    let type = ValueType(input.elementType, dimensions)
    var values = [try graph.add(.input(Input(type)), name: "x")]
    for (index, tensor) in constants.enumerated() {
        values.append(graph.addConstant(tensor, name: "c\(index)"))
    }
    graph.addOutput(try graph.add(operation, values, name: "y"), name: "y")
    return graph
}

/// What the compiled model gives on one thread.
func compiled(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
    try CompiledModel(graph).makeExecutor().run(inputs)
}

/// What a reference kernel gives.
func reference(_ operation: Operation, _ inputs: Tensor...) throws -> Tensor {
    try ReferenceKernels.evaluate(operation, inputs, batchSize: inputs.first?.rowCount ?? 1)
}

/// The digit classifier's architecture with seeded weights: two convolutions, a pooling, two dense
/// layers and a softmax.
func digitNetwork(seed: UInt64 = 1) throws -> Graph {
    var numbers = SeededGenerator(seed: seed)
    var graph = Graph()
    let same = Window(padding: [EdgePadding(before: 1, after: 1), EdgePadding(before: 1, after: 1)])
    let relu = Epilogue(hasBias: true, activation: .relu)
    func weights(_ shape: Shape, _ scale: Float) -> Value {
        graph.addConstant(numbers.tensor(shape, scale: scale), name: "w")
    }
    let type = ValueType(.float32, [.batch, .fixed(8), .fixed(8), .fixed(1)])
    var value = try graph.add(.input(Input(type)), name: "images")
    value = try graph.add(
        .convolution(Convolution(window: same, epilogue: relu)),
        [value, weights([3, 3, 1, 32], 0.5), weights([32], 0.1)], name: "conv1")
    value = try graph.add(
        .convolution(Convolution(window: same, epilogue: relu)),
        [value, weights([3, 3, 32, 64], 0.1), weights([64], 0.1)], name: "conv2")
    value = try graph.add(
        .pooling(Pooling(.maximum, size: [2, 2], window: Window(strides: [2, 2]))), [value],
        name: "pool")
    value = try graph.add(.reshape(Reshape(to: [.batch, .fixed(1024)])), [value], name: "flatten")
    value = try graph.add(
        .matrixProduct(MatrixProduct(epilogue: relu)),
        [value, weights([1024, 64], 0.05), weights([64], 0.1)], name: "dense1")
    value = try graph.add(
        .matrixProduct(MatrixProduct(epilogue: Epilogue(hasBias: true))),
        [value, weights([64, 10], 0.3), weights([10], 0.1)], name: "dense2")
    value = try graph.add(.softmax(Softmax()), [value], name: "softmax")
    graph.addOutput(value, name: "probabilities")
    return graph
}
