import Fixtures
import Engine
import Graph
import Tensors
import Testing

@Suite("compiled matrix products against the reference")
struct MatrixProductKernelTests {
    @Test(
        "dense layers of odd and even sizes", arguments: [1, 3, 8],
        [(1, 1), (7, 5), (64, 10), (100, 33)])
    func dense(batch: Int, sizes: (Int, Int)) throws {
        var numbers = SeededGenerator(seed: 11)
        let (inner, columns) = sizes
        let input = numbers.tensor([batch, inner])
        let (weights, bias) = (numbers.tensor([inner, columns]), numbers.tensor([columns]))
        try expectCompiledMatchesReference(
            .matrixProduct(MatrixProduct(epilogue: Epilogue(hasBias: true, activation: .relu))),
            input, [weights, bias])
        try expectCompiledMatchesReference(
            .matrixProduct(MatrixProduct(transposesRight: true)), input,
            [numbers.tensor([columns, inner])])
    }

    @Test("a dense layer over the innermost of three dimensions")
    func denseOfSequence() throws {
        var numbers = SeededGenerator(seed: 12)
        try expectCompiledMatchesReference(
            .matrixProduct(MatrixProduct(epilogue: Epilogue(hasBias: true, activation: .tanh))),
            numbers.tensor([3, 5, 12]), [numbers.tensor([12, 9]), numbers.tensor([9])])
    }

    @Test("a residual is added to a dense layer, in place and not")
    func residual() throws {
        var numbers = SeededGenerator(seed: 13)
        let (weights, bias) = (numbers.tensor([24, 24]), numbers.tensor([24]))
        for dies in [true, false] {
            var graph = Graph()
            let x = try graph.add(
                .input(Input(ValueType(.float32, [.batch, .fixed(24)]))), name: "x")
            let other = try graph.add(.unary(.absolute), [x], name: "other")
            let epilogue = Epilogue(hasBias: true, hasResidual: true, activation: .relu)
            let y = try graph.add(
                .matrixProduct(MatrixProduct(epilogue: epilogue)),
                [
                    x, graph.addConstant(weights, name: "w"),
                    graph.addConstant(bias, name: "b"), other,
                ], name: "y")
            graph.addOutput(y, name: "y")
            if !dies { graph.addOutput(other, name: "other") }
            let input = numbers.tensor([5, 24])
            let expected = try ReferenceInterpreter.run(graph, inputs: [input])
            expectClose(try compiled(graph, [input])[0], expected[0], tolerance: 2e-6)
        }
    }

    @Test("products of two computed sides, transposed and broadcast", arguments: 0..<8)
    func computed(choice: Int) throws {
        var numbers = SeededGenerator(seed: 14)
        let product = MatrixProduct(
            transposesLeft: choice & 1 != 0, transposesRight: choice & 2 != 0)
        let broadcasts = choice & 4 != 0
        let left: Shape = product.transposesLeft ? [2, 3, 6, 4] : [2, 3, 4, 6]
        let right: Shape = product.transposesRight ? [2, 3, 5, 6] : [2, 3, 6, 5]
        var graph = Graph()
        func input(_ shape: Shape, _ name: String) throws -> Value {
            let dimensions = shape.dimensions.map(Dimension.fixed)
            return try graph.add(.input(Input(ValueType(.float32, dimensions))), name: name)
        }
        let rightShape = broadcasts ? Shape(Array(right.dimensions.dropFirst())) : right
        let (a, b) = (try input(left, "a"), try input(rightShape, "b"))
        let y = try graph.add(.matrixProduct(product), [a, b], name: "y")
        graph.addOutput(y, name: "y")
        let inputs = [numbers.tensor(left), numbers.tensor(rightShape)]
        let expected = try ReferenceInterpreter.run(graph, inputs: inputs)
        expectClose(try compiled(graph, inputs)[0], expected[0], tolerance: 2e-6)
    }
}
