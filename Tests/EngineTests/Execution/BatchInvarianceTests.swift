import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

/// Run these with `DNNL_MAX_CPU_ISA` set to `AVX2` and `SSE41` too: which kernels oneDNN chooses
/// depends on the instruction set.
@Suite("a row has the same bits whatever the batch it rides in")
struct BatchInvarianceTests {
    /// Expects each of 32 rows to have the bits it has alone, in batches of several sizes, with one
    /// and two threads, in each precision that the machine has.
    private func expectInvariance(
        _ graph: Graph, rowShape: [Int], _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for precision in Precision.supported {
            try expectInvariance(
                CompiledModel(graph, options: EngineOptions(precision: precision)),
                rowShape: rowShape, "\(comment ?? "") in \(precision)",
                sourceLocation: sourceLocation)
        }
    }

    private func expectInvariance(
        _ model: CompiledModel, rowShape: [Int], _ comment: Comment,
        sourceLocation: SourceLocation
    ) throws {
        let executors = [try model.makeExecutor(threads: 1), try model.makeExecutor(threads: 2)]
        var numbers = SeededGenerator(seed: 3)
        let rows = numbers.tensor(Shape([32] + rowShape))
        let alone = try (0..<32).map { row in
            try executors[0].run([rows.rows(row..<row + 1)]).map(\.bytes)
        }
        for (index, batch) in [1, 2, 3, 4, 7, 8, 15, 16, 31, 32].enumerated() {
            let start = 32 - batch
            let together = try executors[(index + 1) % 2].run([rows.rows(start..<32)])
            for row in 0..<batch {
                let bits = together.map { $0.rows(row..<row + 1).bytes }
                guard bits == alone[start + row] else {
                    Issue.record(
                        "row \(row) of \(batch) differs. \(comment)",
                        sourceLocation: sourceLocation)
                    return
                }
            }
        }
    }

    @Test("the digit network")
    func digits() throws { try expectInvariance(digitNetwork(), rowShape: [8, 8, 1]) }

    @Test(
        "dense layers",
        arguments: [(64, 10), (100, 33), (1024, 64), (2048, 40), (300, 1000)])
    func dense(sizes: (Int, Int)) throws {
        var numbers = SeededGenerator(seed: 41)
        let graph = try graph(
            of: .matrixProduct(MatrixProduct(epilogue: Epilogue(hasBias: true))),
            input: numbers.tensor([1, sizes.0]),
            constants: [numbers.tensor([sizes.0, sizes.1]), numbers.tensor([sizes.1])])
        try expectInvariance(graph, rowShape: [sizes.0])
    }

    /// Image extents, filter, groups and stride.
    static let convolutions: [(Int, Shape, Int, Int)] = [
        (8, [1, 1, 64, 32], 1, 1), (7, [1, 1, 33, 17], 1, 2), (9, [3, 3, 3, 20], 1, 2),
        (8, [3, 3, 16, 16], 1, 1), (6, [5, 5, 7, 9], 1, 1), (8, [3, 3, 5, 15], 3, 1),
        (8, [3, 3, 8, 32], 2, 1), (16, [7, 7, 3, 16], 1, 2), (24, [3, 3, 16, 32], 1, 1),
        (6, [3, 3, 256, 256], 1, 1),
    ]

    @Test("convolutions of odd and even shapes, in groups too", arguments: convolutions)
    func convolution(extent: Int, filter: Shape, groups: Int, stride: Int) throws {
        var numbers = SeededGenerator(seed: 42)
        let window = Window(
            strides: [stride, stride],
            padding: [EdgePadding(before: 0, after: 1), EdgePadding(before: 1, after: 0)])
        let epilogue = Epilogue(hasBias: true, activation: .relu)
        let shape = [extent, extent, filter[2] * groups]
        let graph = try graph(
            of: .convolution(Convolution(window: window, groups: groups, epilogue: epilogue)),
            input: numbers.tensor(Shape([1] + shape)),
            constants: [numbers.tensor(filter), numbers.tensor([filter[3]])])
        try expectInvariance(graph, rowShape: shape, "\(filter) in \(groups) groups")
    }

    @Test("depthwise convolutions", arguments: [(16, 1), (21, 1), (32, 2), (5, 3)])
    func depthwise(channels: Int, multiplier: Int) throws {
        var numbers = SeededGenerator(seed: 43)
        let graph = try graph(
            of: .depthwiseConvolution(DepthwiseConvolution(window: Window())),
            input: numbers.tensor([1, 9, 9, channels]),
            constants: [numbers.tensor([3, 3, channels, multiplier])])
        try expectInvariance(graph, rowShape: [9, 9, channels])
    }

    @Test("everything that is neither a convolution nor a product")
    func others() throws {
        var graph = Graph()
        var numbers = SeededGenerator(seed: 44)
        let type = ValueType(.float32, [.batch, .fixed(7), .fixed(5), .fixed(19)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let scale = graph.addConstant(numbers.tensor([19]), name: "scale")
        let operations: [Operation] = [
            .unary(.sigmoid), .unary(.tanh), .unary(.errorFunction), .unary(.exponential),
            .pooling(Pooling(.mean, size: [3, 3], window: Window(strides: [2, 2]))),
            .pooling(Pooling(.maximum, size: [2, 2], window: Window())),
            .reduction(Reduction(.mean, axes: [1, 2])), .reduction(Reduction(.sum, axes: [3])),
            .softmax(Softmax()), .softmax(Softmax(isLogarithmic: true)),
        ]
        for operation in operations {
            graph.addOutput(
                try graph.add(operation, [x], name: operation.mnemonic), name: operation.mnemonic)
        }
        graph.addOutput(
            try graph.add(.binary(.divide), [x, scale], name: "quotient"), name: "quotient")
        let affine = ChannelAffine(hasScale: true, hasOffset: true, activation: .elu)
        graph.addOutput(
            try graph.add(.channelAffine(affine), [x, scale, scale], name: "affine"),
            name: "affine")
        try expectInvariance(graph, rowShape: [7, 5, 19])
    }

    @Test("products of two computed sides")
    func computedProduct() throws {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(6), .fixed(20)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let product = MatrixProduct(transposesRight: true)
        graph.addOutput(
            try graph.add(.matrixProduct(product), [x, x], name: "attention"), name: "attention")
        try expectInvariance(graph, rowShape: [6, 20])
    }
}
