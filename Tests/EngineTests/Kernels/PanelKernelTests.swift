import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("convolutions and dense layers by panels")
struct PanelKernelTests {
    /// A layer and what it is given.
    struct Problem {
        var operation: Operation
        var inputs: [Tensor]

        /// A random convolution over a number of images.
        static func convolution(_ numbers: inout SeededGenerator, images count: Int) throws -> Self
        {
            let extents = [numbers.pick(1...13), numbers.pick(1...40)]
            let size = [min(extents[0], numbers.pick(1...5)), min(extents[1], numbers.pick(1...7))]
            // Also places that lie a multiple of the first cache's sets apart.
            let channels = numbers.pick([1, 3, 16, size == [1, 1] ? 1024 : 5])
            let results = numbers.pick(1...70)
            let window = numbers.window(
                size: size, over: extents, dilates: false, paddingBelow: size.map { $0 + 1 })
            var problem = Problem(
                operation: .convolution(
                    Convolution(
                        window: numbers.pick([window, Window()]),
                        epilogue: epilogue(&numbers, hasResidual: false))),
                inputs: [
                    numbers.tensor(Shape([count] + extents + [channels])),
                    numbers.tensor(Shape(size + [channels, results]), scale: 0.1),
                    numbers.tensor([results]),
                ])
            if numbers.pick([true, false]), case .convolution(var convolution) = problem.operation {
                let result = try problem.expected().shape
                convolution.epilogue = epilogue(&numbers, hasResidual: true)
                problem.operation = .convolution(convolution)
                problem.inputs.append(numbers.tensor(result))
            }
            return problem
        }

        /// A random dense layer over a number of rows.
        static func dense(_ numbers: inout SeededGenerator, rows: Int) -> Self {
            let (inner, columns) = (numbers.pick(1...90), numbers.pick(1...90))
            let isTransposed = numbers.pick([true, false])
            let epilogue = epilogue(&numbers, hasResidual: numbers.pick([true, false]))
            var inputs = [
                numbers.tensor([rows, inner]),
                numbers.tensor(isTransposed ? [columns, inner] : [inner, columns], scale: 0.3),
                numbers.tensor([columns]),
            ]
            if epilogue.hasResidual { inputs.append(numbers.tensor([rows, columns])) }
            return Problem(
                operation: .matrixProduct(
                    MatrixProduct(transposesRight: isTransposed, epilogue: epilogue)),
                inputs: inputs)
        }

        private static func epilogue(
            _ numbers: inout SeededGenerator, hasResidual: Bool
        ) -> Epilogue {
            Epilogue(
                hasBias: true, hasResidual: hasResidual,
                activation: numbers.pick([nil, .relu, .relu6, .swish, .sigmoid, .hardSwish]))
        }

        func expected() throws -> Tensor {
            try ReferenceKernels.evaluate(operation, inputs, batchSize: 1)
        }

        /// The same over one of the rows.
        func row(_ index: Int) -> Self {
            var row = self
            for place in [0, 3] where place < inputs.count {
                row.inputs[place] = inputs[place].rows(index..<index + 1)
            }
            return row
        }

        /// What the kernel gives, its working memory full of numbers that spoil every result.
        ///
        /// - Parameter channels: Those that are computed; nil for all.
        func computed(
            _ instructions: VectorInstructionSet, result shape: Shape, channels: Range<Int>? = nil
        ) throws -> Tensor {
            let types = inputs.map {
                ValueType($0.elementType, $0.shape.dimensions.map(Dimension.fixed))
            }
            let type = ValueType(.float32, shape.dimensions.map(Dimension.fixed))
            var step = LoweredGraph.Step(
                name: "y", operation: operation,
                inputs: types.map { LoweredGraph.View(buffer: 0, type: $0) },
                result: LoweredGraph.View(buffer: 0, type: type))
            step.resultChannels = channels
            let layer = try #require(
                PanelLayer(step, inputShapes: inputs.map(\.shape), resultShape: shape))
            let kernel = PanelKernel(
                layer: layer, weights: layer.matrix(for: instructions).packed(inputs[1]),
                instructions: instructions)
            return try EngineTests.computed(kernel, inputs, result: shape)
        }
    }

    @Test("random convolutions on every instruction set, against the reference", arguments: 0..<60)
    func convolutions(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let problem = try Problem.convolution(&numbers, images: numbers.pick([1, 2, 5]))
        let expected = try problem.expected()
        for instructions in VectorInstructionSet.usable {
            let given = try problem.computed(instructions, result: expected.shape)
            expectClose(given, expected, tolerance: 4e-6, "\(problem.operation)")
        }
    }

    @Test("random dense layers on every instruction set, against the reference", arguments: 0..<30)
    func denseLayers(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let problem = Problem.dense(&numbers, rows: numbers.pick([1, 2, 13, 40]))
        let expected = try problem.expected()
        for instructions in VectorInstructionSet.usable {
            let given = try problem.computed(instructions, result: expected.shape)
            expectClose(given, expected, tolerance: 4e-6, "\(problem.operation)")
        }
    }

    @Test("a row's bits do not depend on those beside it", arguments: 0..<24)
    func invariance(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed &+ 100)
        let problem =
            seed % 2 == 0
            ? try Problem.convolution(&numbers, images: 7) : Problem.dense(&numbers, rows: 37)
        let shape = try problem.expected().shape
        for instructions in VectorInstructionSet.usable {
            let all = try problem.computed(instructions, result: shape)
            for row in 0..<shape[0] {
                let alone = try problem.row(row).computed(
                    instructions, result: Shape([1] + shape.dimensions.dropFirst()))
                #expect(alone.bytes == all.rows(row..<row + 1).bytes, "row \(row)")
            }
        }
    }

    @Test("some channels of a row have the bits they have among all", arguments: 0..<12)
    func channels(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed &+ 200)
        let problem = Problem.dense(&numbers, rows: 3)
        let shape = try problem.expected().shape
        for instructions in VectorInstructionSet.usable {
            let all = try problem.computed(instructions, result: shape).floats
            for first in stride(from: 0, to: shape[1], by: instructions.panelColumnMultiple) {
                let range = first..<min(shape[1], first + instructions.panelColumnMultiple)
                let part = try problem.computed(instructions, result: shape, channels: range)
                for row in 0..<shape[0] {
                    let places =
                        row * shape[1] + range.lowerBound..<row * shape[1] + range.upperBound
                    #expect(
                        part.floats[places].map(\.bitPattern) == all[places].map(\.bitPattern))
                }
            }
        }
    }

    @Test("filters can be had back bit by bit", arguments: [(7, 5), (3, 64), (10, 33), (4, 90)])
    func restored(sizes: (Int, Int)) {
        var numbers = SeededGenerator(seed: 4)
        let filters = numbers.tensor([sizes.0, sizes.1])
        for instructions in VectorInstructionSet.usable {
            for isTransposed in [true, false] {
                let matrix = PanelMatrix(
                    products: isTransposed ? sizes.1 : sizes.0,
                    columns: isTransposed ? sizes.0 : sizes.1, isTransposed: isTransposed,
                    instructions: instructions)
                let memory = matrix.unpacked(matrix.packed(filters))
                let given = withExtendedLifetime(memory) {
                    Array(memory.bytes.prefix(filters.byteCount))
                }
                #expect(given == filters.bytes)
            }
        }
    }

    @Test("not-a-number stays where a limit follows")
    func notANumber() throws {
        let problem = Problem(
            operation: .matrixProduct(MatrixProduct(epilogue: Epilogue(activation: .relu6))),
            inputs: [
                Tensor([Float.nan], shape: [1, 1]),
                Tensor([Float](repeating: 1, count: 40), shape: [1, 40]),
            ])
        for instructions in VectorInstructionSet.usable {
            let given = try problem.computed(instructions, result: [1, 40])
            #expect(given.floats.allSatisfy { $0.isNaN })
        }
    }

    @Test("layers it does not know are left to others")
    func unknown() {
        func layer(_ convolution: Convolution) -> PanelLayer? {
            func view(_ dimensions: [Int]) -> LoweredGraph.View {
                LoweredGraph.View(
                    buffer: 0, type: ValueType(.float32, dimensions.map(Dimension.fixed)))
            }
            return PanelLayer(
                LoweredGraph.Step(
                    name: "y", operation: .convolution(convolution),
                    inputs: [view([1, 8, 8, 16]), view([3, 3, 16, 32])],
                    result: view([1, 6, 6, 32])))
        }
        #expect(layer(Convolution(window: Window())) != nil)
        #expect(layer(Convolution(window: Window(dilations: [1, 2]))) == nil)
        #expect(layer(Convolution(window: Window(), groups: 2)) == nil)
        #expect(layer(Convolution(window: Window(), epilogue: Epilogue(activation: .tanh))) == nil)
    }
}
