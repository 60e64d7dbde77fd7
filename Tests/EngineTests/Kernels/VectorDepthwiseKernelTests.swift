import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("our own depthwise convolution")
struct VectorDepthwiseKernelTests {
    @Test(
        "random shapes, strides, paddings and epilogues on every instruction set", arguments: 0..<48
    )
    func random(seed: UInt64) throws {
        for instructions in VectorInstructionSet.usable {
            var numbers = SeededGenerator(seed: seed)
            let extents = [numbers.pick(1...11), numbers.pick(1...21)]
            let channels = instructions.width * numbers.pick(1...3)
            let size = extents.map { extent in
                numbers.pick([1, 2, 3, 3, 5, 5, 7].filter { $0 <= extent })
            }
            let window = numbers.window(
                size: size, over: extents, dilates: numbers.pick([true, false, false]),
                paddingBelow: size.map { $0 - 1 })
            let epilogue = Epilogue(
                hasBias: numbers.pick([true, false]), hasResidual: numbers.pick([true, false]),
                activation: numbers.pick([nil, .relu, .relu6, .swish, .sigmoid, .hardSwish]))
            let convolution = DepthwiseConvolution(window: window, epilogue: epilogue)
            let count = numbers.pick([1, 2, 5])
            let result =
                [count]
                + (0..<2).map { axis in
                    let padding = window.padding[axis]
                    let reach = (size[axis] - 1) * window.dilations[axis] + 1
                    let room = extents[axis] + padding.before + padding.after - reach
                    return room / window.strides[axis] + 1
                } + [channels]
            var inputs = [
                numbers.tensor(Shape([count] + extents + [channels])),
                numbers.tensor(Shape(size + [channels, 1])),
            ]
            if epilogue.hasBias { inputs.append(numbers.tensor([channels])) }
            if epilogue.hasResidual { inputs.append(numbers.tensor(Shape(result))) }
            func given(_ inputs: [Tensor], rows: Int) throws -> Tensor {
                let shape = Shape([rows] + result.dropFirst())
                let kernel = try #require(
                    VectorDepthwiseKernel(
                        convolution, images: inputs[0].shape, filter: inputs[1].shape,
                        result: shape, instructions: instructions))
                return try computed(kernel, inputs, result: shape)
            }
            let all = try given(inputs, rows: count)
            let expected = try ReferenceKernels.evaluate(
                .depthwiseConvolution(convolution), inputs, batchSize: 1)
            expectClose(
                all, expected, tolerance: 2e-6, "\(convolution) over \(inputs[0].shape), \(size)")

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
    func unknown() throws {
        let instructions = try #require(VectorInstructionSet.usable.first)
        func computes(_ activation: Unary?, filter: Shape) -> Bool {
            VectorDepthwiseKernel.computes(
                DepthwiseConvolution(
                    window: Window(), epilogue: Epilogue(activation: activation)),
                filter: filter, instructions)
        }
        #expect(computes(.swish, filter: [3, 3, 16, 1]))
        #expect(!computes(.tanh, filter: [3, 3, 16, 1]))
        #expect(!computes(.swish, filter: [3, 3, 16, 2]))
        #expect(!computes(.swish, filter: [3, 3, 15, 1]))
    }
}
