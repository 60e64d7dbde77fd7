import Graph
import Tensors
import Testing

@testable import Engine

@Suite("where panels are taken without measuring")
struct PanelChoiceTests {
    /// A convolution over square images that keeps their extent.
    private func isTaken(
        _ extent: Int, filter: Int = 1, _ channels: Int, _ results: Int,
        _ activation: Unary? = .relu,
        by instructions: VectorInstructionSet
    ) throws -> Bool {
        func view(_ dimensions: [Int]) -> LoweredGraph.View {
            LoweredGraph.View(buffer: 0, type: ValueType(.float32, dimensions.map(Dimension.fixed)))
        }
        let edge = EdgePadding(before: filter / 2, after: filter / 2)
        let window = Window(padding: [edge, edge])
        let convolution = Convolution(window: window, epilogue: Epilogue(activation: activation))
        let step = LoweredGraph.Step(
            name: "y", operation: .convolution(convolution),
            inputs: [
                view([1, extent, extent, channels]), view([filter, filter, channels, results]),
            ],
            result: view([1, extent, extent, results]))
        return try #require(PanelLayer(step)).isFaster(on: instructions)
    }

    @Test(
        "on AVX-512 by places and channels, elsewhere not", arguments: VectorInstructionSet.usable)
    func limited(instructions: VectorInstructionSet) throws {
        let isWide = instructions.width == 16
        #expect(try isTaken(1, 2048, 1024, by: instructions) == isWide)
        #expect(try isTaken(56, 144, 24, by: instructions) == isWide)
        #expect(try isTaken(7, 512, 128, by: instructions) == isWide)
        #expect(try isTaken(112, filter: 3, 3, 32, by: instructions) == isWide)
        #expect(try !isTaken(7, 512, 2048, by: instructions))
        #expect(try !isTaken(56, 64, 64, by: instructions))
        #expect(try !isTaken(112, filter: 7, 3, 32, by: instructions))
        #expect(try !isTaken(14, filter: 3, 16, 32, by: instructions))
    }

    @Test("1×1 with a curved activation everywhere", arguments: VectorInstructionSet.usable)
    func curved(instructions: VectorInstructionSet) throws {
        for activation in [Unary.swish, .sigmoid, .hardSwish] {
            #expect(try isTaken(56, 64, 64, activation, by: instructions))
            #expect(try !isTaken(112, filter: 3, 3, 32, activation, by: instructions))
        }
    }
}
