import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("Winograd's convolution")
struct WinogradKernelTests {
    /// A convolution and what it is given.
    struct Problem {
        let convolution: Convolution
        let images: Tensor
        let filter: Tensor
        let others: [Tensor]

        var inputs: [Tensor] { [images, filter] + others }

        init(
            _ numbers: inout SeededGenerator, images count: Int,
            of instructions: VectorInstructionSet
        ) {
            let extents = [numbers.pick(1...13), numbers.pick(1...13)]
            let channels = 16 * numbers.pick(1...3)
            let results = instructions.winogradResultMultiple * numbers.pick(1...2)
            let window = Window(
                padding: extents.map { extent in
                    let least = max(0, 3 - extent)
                    return EdgePadding(
                        before: numbers.pick(0...2), after: numbers.pick(least...least + 2))
                })
            let epilogue = Epilogue(
                hasBias: numbers.pick([true, false]), hasResidual: numbers.pick([true, false]),
                activation: numbers.pick([nil, .relu, .relu6, .swish, .hardSwish]))
            convolution = Convolution(window: window, epilogue: epilogue)
            images = numbers.tensor(Shape([count] + extents + [channels]))
            filter = numbers.tensor([3, 3, channels, results], scale: 0.3)
            let result = zip(extents, window.padding).map { $0 + $1.before + $1.after - 2 }
            var others: [Tensor] = []
            if epilogue.hasBias { others.append(numbers.tensor([results])) }
            if epilogue.hasResidual {
                others.append(numbers.tensor(Shape([count] + result + [results])))
            }
            self.others = others
        }
    }

    /// A tile's extent and how filters lie for it.
    enum Kind: CaseIterable {
        case small, large, gathered

        var tile: Int { self == .small ? 2 : 4 }
        var layout: ConstantStore.Layout {
            self == .gathered ? .winogradGathered : .winograd(tile: tile)
        }
    }

    /// What kernels for parts of the channels give together, their working memory full of numbers that
    /// spoil every result.
    private func computed(
        _ problem: Problem, _ kind: Kind, _ instructions: VectorInstructionSet,
        result shape: Shape, channels parts: [Range<Int>?] = [nil]
    ) throws -> Tensor {
        let layer = try #require(
            WinogradLayer(
                problem.convolution, images: problem.images.shape, filter: problem.filter.shape,
                result: shape))
        let epilogue = problem.convolution.epilogue
        let weights = layer.arranged(
            problem.filter, as: kind.layout, tile: kind.tile, instructions)
        let copies = problem.inputs.map { input in
            let memory = AlignedMemory(byteCount: input.byteCount)
            input.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
            return memory
        }
        return try withExtendedLifetime(copies) {
            try Tensor(shape: shape, elementType: .float32) { bytes throws in
                for channels in parts {
                    let kernel = WinogradKernel(
                        layer, tile: kind.tile, images: shape[0], channels: channels,
                        biasIndex: epilogue.biasIndex, residualIndex: epilogue.residualIndex,
                        weights: weights, layout: kind.layout, instructions: instructions)
                    let executor = try ExecutorMemory.OfThread()
                    executor.reserve(arena: 0, scratch: kernel.scratchByteCount)
                    executor.fill(with: 0xff)
                    let bound = kernel.makeBound(executor.environment)
                    for (index, memory) in copies.enumerated() where bound.reads(.input(index)) {
                        bound.bind(.input(index), to: memory.address)
                    }
                    bound.bind(.result, to: try #require(bytes.baseAddress))
                    try bound.run()
                }
            }
        }
    }

    @Test(
        "random shapes, paddings and epilogues on every instruction set, against the reference",
        arguments: 0..<24, Kind.allCases)
    func random(seed: UInt64, kind: Kind) throws {
        for instructions in VectorInstructionSet.usable {
            var numbers = SeededGenerator(seed: seed)
            let problem = Problem(&numbers, images: numbers.pick([1, 2, 5]), of: instructions)
            let expected = try ReferenceKernels.evaluate(
                .convolution(problem.convolution), problem.inputs, batchSize: 1)
            let given = try computed(problem, kind, instructions, result: expected.shape)
            expectClose(
                given, expected, tolerance: 4e-6,
                "\(problem.convolution) over \(problem.images.shape), \(problem.filter.shape)")
        }
    }

    @Test("an image's bits do not depend on those beside it", arguments: 0..<8, Kind.allCases)
    func invariance(seed: UInt64, kind: Kind) throws {
        for instructions in VectorInstructionSet.usable {
            var numbers = SeededGenerator(seed: seed &+ 100)
            let problem = Problem(&numbers, images: 7, of: instructions)
            let shape = try ReferenceKernels.evaluate(
                .convolution(problem.convolution), problem.inputs, batchSize: 1
            ).shape
            let all = try computed(problem, kind, instructions, result: shape)
            for row in 0..<7 {
                let alone = try computed(
                    problem.row(row), kind, instructions,
                    result: Shape([1] + shape.dimensions.dropFirst()))
                #expect(alone.bytes == all.rows(row..<row + 1).bytes, "row \(row)")
            }
        }
    }

    @Test("channels' bits do not depend on those beside them", arguments: 0..<4, Kind.allCases)
    func parts(seed: UInt64, kind: Kind) throws {
        for instructions in VectorInstructionSet.usable {
            var numbers = SeededGenerator(seed: seed &+ 200)
            let problem = Problem(&numbers, images: 2, of: instructions)
            let shape = try ReferenceKernels.evaluate(
                .convolution(problem.convolution), problem.inputs, batchSize: 1
            ).shape
            let step = instructions.winogradResultMultiple
            let parts = stride(from: 0, to: shape[3], by: step).map { $0..<$0 + step }
            let all = try computed(problem, kind, instructions, result: shape)
            let together = try computed(
                problem, kind, instructions, result: shape, channels: parts)
            #expect(together.bytes == all.bytes)
        }
    }

    @Test("not-a-number stays where a limit follows")
    func notANumber() throws {
        for instructions in VectorInstructionSet.usable {
            let results = instructions.winogradResultMultiple
            let layer = Convolution(
                window: Window(), epilogue: Epilogue(activation: .relu6))
            let problem = Problem(
                layer,
                images: Tensor([Float](repeating: .nan, count: 9 * 16), shape: [1, 3, 3, 16]),
                filter: Tensor(
                    [Float](repeating: 1, count: 9 * 16 * results), shape: [3, 3, 16, results]))
            let given = try computed(problem, .small, instructions, result: [1, 1, 1, results])
            #expect(given.floats.allSatisfy { $0.isNaN })
        }
    }

    @Test("layers it does not know are left to others")
    func unknown() {
        func layer(_ convolution: Convolution, _ size: Int = 3) -> WinogradLayer? {
            WinogradLayer(
                convolution, images: [1, 8, 8, 16], filter: [size, size, 16, 32],
                result: [1, 8, 8, 32])
        }
        #expect(layer(Convolution(window: Window())) != nil)
        #expect(layer(Convolution(window: Window(strides: [2, 1]))) == nil)
        #expect(layer(Convolution(window: Window(dilations: [1, 2]))) == nil)
        #expect(layer(Convolution(window: Window(), groups: 2)) == nil)
        #expect(layer(Convolution(window: Window()), 5) == nil)
        let epilogue = Epilogue(activation: .tanh)
        #expect(layer(Convolution(window: Window(), epilogue: epilogue)) == nil)
    }
}

extension WinogradKernelTests.Problem {
    init(_ convolution: Convolution, images: Tensor, filter: Tensor, others: [Tensor] = []) {
        self.convolution = convolution
        self.images = images
        self.filter = filter
        self.others = others
    }

    /// The same over one of the images.
    func row(_ index: Int) -> Self {
        var others = others
        if convolution.epilogue.hasResidual {
            others[others.count - 1] = others[others.count - 1].rows(index..<index + 1)
        }
        return Self(
            convolution, images: images.rows(index..<index + 1), filter: filter, others: others)
    }
}
