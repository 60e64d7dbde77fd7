import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("our own 1×1 convolution")
struct VectorPointwiseKernelTests {
    @Test("random shapes and epilogues on every instruction set", arguments: 0..<48)
    func random(seed: UInt64) throws {
        for instructions in VectorInstructionSet.usable {
            var numbers = SeededGenerator(seed: seed)
            let (height, width) = (numbers.pick(1...7), numbers.pick(1...9))
            let (channels, results) = (numbers.pick(1...70), numbers.pick(1...150))
            let epilogue = Epilogue(
                hasBias: numbers.pick([true, false]), hasResidual: numbers.pick([true, false]),
                activation: numbers.pick([nil, .relu, .relu6, .swish, .sigmoid, .hardSwish]))
            let convolution = Convolution(window: Window(), epilogue: epilogue)
            let count = numbers.pick([1, 2, 5])
            var inputs = [
                numbers.tensor([count, height, width, channels]),
                numbers.tensor([1, 1, channels, results], scale: 0.3),
            ]
            if epilogue.hasBias { inputs.append(numbers.tensor([results])) }
            if epilogue.hasResidual {
                inputs.append(numbers.tensor([count, height, width, results]))
            }
            func given(_ inputs: [Tensor], rows: Int) throws -> Tensor {
                let shape: Shape = [rows, height, width, results]
                let kernel = VectorPointwiseKernel(
                    convolution, filter: inputs[1].shape, result: shape,
                    weights: VectorPointwiseKernel.packed(inputs[1], instructions),
                    instructions: instructions)
                return try computed(kernel, inputs, result: shape)
            }
            let all = try given(inputs, rows: count)
            let expected = try ReferenceKernels.evaluate(
                .convolution(convolution), inputs, batchSize: 1)
            expectClose(
                all, expected, tolerance: 3e-6,
                "\(convolution) over \(inputs[0].shape), \(inputs[1].shape)")

            var alone = inputs
            alone[0] = inputs[0].rows(count - 1..<count)
            if let index = epilogue.residualIndex {
                alone[index] = inputs[index].rows(count - 1..<count)
            }
            #expect(
                try given(alone, rows: 1).bytes == all.rows(count - 1..<count).bytes,
                "a row's bits do not depend on those beside it")
        }
    }

    @Test("layers it does not know are left to others")
    func unknown() {
        func computes(_ convolution: Convolution, _ size: Int = 1) -> Bool {
            VectorPointwiseKernel.computes(convolution, filter: [size, size, 8, 8])
        }
        let pad = EdgePadding(before: 1, after: 0)
        #expect(computes(Convolution(window: Window())))
        #expect(!computes(Convolution(window: Window()), 3))
        #expect(!computes(Convolution(window: Window(strides: [1, 2]))))
        #expect(!computes(Convolution(window: Window(padding: [.none, pad]))))
        #expect(!computes(Convolution(window: Window(), groups: 2)))
        let epilogue = Epilogue(activation: .tanh)
        #expect(!computes(Convolution(window: Window(), epilogue: epilogue)))
    }
}
