import Engine
import Fixtures
import Tensors
import Testing

@testable import Graph

/// Computes what is constant as the engine does.
let evaluator = ReferenceKernels.constantEvaluator

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

    /// The graph as it is compiled.
    func optimized() throws -> Graph {
        try InferenceMode.optimized(self, evaluate: evaluator)
    }
}

/// The graph as it is compiled, after it gave the same answers as before on seeded rows.
///
/// - Parameter tolerance: How far numbers may be apart, relative to the largest and at least to 1.
func optimizedAndCompared(
    _ graph: Graph, tolerance: Float = 2e-6, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Graph {
    let rewritten = try graph.optimized()
    try expectSameAnswers(
        graph, rewritten, tolerance: tolerance, sourceLocation: sourceLocation)
    return rewritten
}

/// Records an issue unless both graphs give the same answers to three seeded rows.
func expectSameAnswers(
    _ raw: Graph, _ rewritten: Graph, tolerance: Float = 2e-6,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    var numbers = SeededGenerator(seed: 7)
    let inputs = raw.inputs.map { input in
        numbers.floats(raw.type(of: input).shape(batchSize: 3), in: -4...4)
    }
    let expected = try ReferenceInterpreter.run(raw, inputs: inputs)
    let given = try ReferenceInterpreter.run(rewritten, inputs: inputs)
    #expect(given.count == expected.count, sourceLocation: sourceLocation)
    for (a, b) in zip(given, expected) {
        #expect(a.shape == b.shape, sourceLocation: sourceLocation)
        let (a, b) = (a.elements(as: Float.self), b.elements(as: Float.self))
        let scale = b.reduce(1) { max($0, abs($1)) }
        let error = zip(a, b).map { abs($0 - $1) }.max() ?? 0
        #expect(error <= tolerance * scale, sourceLocation: sourceLocation)
    }
}

extension SeededGenerator {
    /// A tensor of numbers in a range.
    mutating func floats(_ shape: Shape, in range: ClosedRange<Float> = -1...1) -> Tensor {
        Tensor(
            (0..<shape.elementCount).map { _ in Float.random(in: range, using: &self) },
            shape: shape)
    }
}

/// A graph in the making, with seeded weights.
struct Sketch {
    var graph = Graph()
    private var numbers = SeededGenerator(seed: 3)

    mutating func input(_ extents: Int...) throws -> Value {
        try graph.add(
            .input(Input(ValueType(.float32, [.batch] + extents.map(Dimension.fixed)))),
            name: "x\(graph.inputs.count)")
    }

    /// A constant of seeded numbers.
    mutating func constant(_ extents: Int..., in range: ClosedRange<Float> = -1...1) -> Value {
        graph.addConstant(numbers.floats(Shape(extents), in: range), name: "c\(graph.nodes.count)")
    }

    mutating func scalar(_ number: Float) -> Value {
        graph.addConstant(Tensor(scalar: number), name: "s\(graph.nodes.count)")
    }

    mutating func add(_ operation: Operation, _ inputs: Value...) throws -> Value {
        try graph.add(operation, inputs, name: "\(operation.mnemonic) \(graph.nodes.count)")
    }

    mutating func unary(_ function: Unary, _ x: Value) throws -> Value {
        try add(.unary(function), x)
    }

    mutating func binary(_ function: Binary, _ x: Value, _ y: Value) throws -> Value {
        try add(.binary(function), x, y)
    }

    mutating func binary(_ function: Binary, _ x: Value, _ y: Float) throws -> Value {
        try add(.binary(function), x, scalar(y))
    }

    private func extent(_ x: Value, _ axis: Int) throws -> Int {
        try #require(graph.type(of: x).dimensions[axis].fixedExtent)
    }

    /// A square convolution that keeps the image's extents.
    mutating func convolution(
        _ x: Value, to channels: Int, size: Int = 1
    ) throws -> Value {
        let edge = EdgePadding(before: (size - 1) / 2, after: size / 2)
        let filter = constant(size, size, try extent(x, 3), channels)
        return try add(.convolution(Convolution(window: Window(padding: [edge, edge]))), x, filter)
    }

    /// Batch normalization with γ, β and statistics of all signs and sizes that are possible.
    mutating func normalization(
        _ x: Value, scale: ClosedRange<Float> = -1...1
    ) throws -> Value {
        let channels = try extent(x, graph.type(of: x).rank - 1)
        return try add(
            .batchNormalization(BatchNormalization(epsilon: 1e-3)), x,
            constant(channels, in: scale), constant(channels), constant(channels),
            constant(channels, in: 0.5...2))
    }

    mutating func pad(
        _ x: Value, height: Int = 1, width: Int = 1, mode: Padding.Mode = .constant(0)
    ) throws -> Value {
        let (h, w) = (
            EdgePadding(before: height, after: height), EdgePadding(before: width, after: width)
        )
        return try add(.padding(Padding([.none, h, w, .none], mode: mode)), x)
    }

    mutating func pooling(_ kind: Pooling.Kind, _ x: Value) throws -> Value {
        try add(.pooling(Pooling(kind, size: [2, 2], window: Window(strides: [2, 2]))), x)
    }

    mutating func transposed(_ x: Value, _ permutation: [Int]) throws -> Value {
        try add(.transposition(Transposition(permutation)), x)
    }

    /// What an importer makes of an operation on images whose channels come first.
    mutating func channelsFirst(
        _ x: Value, _ body: (inout Sketch, Value) throws -> Value
    ) throws -> Value {
        let inner = try transposed(x, [0, 2, 3, 1])
        return try transposed(body(&self, inner), [0, 3, 1, 2])
    }

    /// The graph with these outputs.
    func outputs(_ values: Value...) -> Graph {
        var graph = graph
        for (index, value) in values.enumerated() { graph.addOutput(value, name: "y\(index)") }
        return graph
    }
}
