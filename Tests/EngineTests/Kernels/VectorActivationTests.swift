import Foundation
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("activations in our kernels, against double precision")
struct VectorActivationTests {
    /// The function over numbers, by a depthwise convolution whose filters are 1.
    private func values(
        of function: Unary, over numbers: [Float], _ instructions: VectorInstructionSet
    ) throws -> [Float] {
        let images = Tensor(numbers, shape: [1, 1, numbers.count / 16, 16])
        let filter = Tensor([Float](repeating: 1, count: 16), shape: [1, 1, 16, 1])
        let kernel = try #require(
            VectorDepthwiseKernel(
                DepthwiseConvolution(
                    window: Window(), epilogue: Epilogue(activation: function)),
                images: images.shape, filter: filter.shape, result: images.shape,
                instructions: instructions))
        return try computed(kernel, [images, filter], result: images.shape).floats
    }

    /// Numbers of all magnitudes and both signs, and more of those that are neither large nor small.
    private static let numbers: [Float] =
        (0..<1 << 15).map { Float(bitPattern: UInt32($0) << 17 | 0x1234) }
        .filter(\.isFinite)
        + (0..<1 << 15).map { Float($0 - 1 << 14) / 1500 }

    private static let functions: [(Unary, bound: Double, exact: @Sendable (Double) -> Double)] = [
        (.swish, 2.5e-7, { $0 / (1 + exp(-$0)) }),
        (.sigmoid, 2e-7, { 1 / (1 + exp(-$0)) }),
        (.hardSwish, 2.5e-7, { $0 * min(6, max($0 + 3, 0)) / 6 }),
        (.relu6, 0, { min(6, max($0, 0)) }),
    ]

    @Test("every magnitude stays within the stated error", arguments: 0..<4)
    func error(index: Int) throws {
        let (function, bound, exact) = Self.functions[index]
        let numbers = Array(Self.numbers.prefix(Self.numbers.count / 16 * 16))
        for instructions in VectorInstructionSet.usable {
            let given = try values(of: function, over: numbers, instructions)
            var worst = 0.0
            for (x, y) in zip(numbers, given) {
                let off = abs(Double(y) - exact(Double(x))) / max(1, abs(Double(x)))
                worst = off <= worst ? worst : off
            }
            #expect(worst <= bound, "\(function) on \(instructions.name)")
        }
    }

    @Test("infinities have their limits, and not-a-number stays")
    func extremes() throws {
        let payload = Float(bitPattern: 0x7fc0_1fff)
        let numbers: [Float] = [.infinity, -.infinity, .nan, payload, 0, -0.0, 3e38, -3e38]
        for instructions in VectorInstructionSet.usable {
            func values(_ function: Unary) throws -> [Float] {
                try self.values(of: function, over: numbers + numbers, instructions)
            }
            let swish = try values(.swish)
            #expect(swish[0] == .infinity && abs(swish[1]) < 2e-36)
            #expect(swish[6] == 3e38 && abs(swish[7]) < 2e-36)
            let sigmoid = try values(.sigmoid)
            #expect(sigmoid[0] == 1 && sigmoid[1] < 2e-38 && sigmoid[4] == 0.5)
            for function in [Unary.swish, .sigmoid, .hardSwish, .relu6] {
                #expect(try values(function)[2...3].allSatisfy(\.isNaN), "\(function)")
            }
        }
    }
}
