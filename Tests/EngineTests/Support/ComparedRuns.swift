import Fixtures
import Engine
import Graph
import Tensors
import Testing

/// Runs one operation compiled and by the reference, and expects the same within a tolerance.
///
/// float32 kernels add in another order than the reference: the tolerance is relative to the largest
/// result.
func expectCompiledMatchesReference(
    _ operation: Operation, _ input: Tensor, _ constants: [Tensor] = [],
    isBatched: Bool = true, tolerance: Float = 2e-6, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let graph = try graph(
        of: operation, input: input, constants: constants, isBatched: isBatched)
    let expected = try ReferenceInterpreter.run(graph, inputs: [input])
    let given = try compiled(graph, [input])
    expectClose(
        given[0], expected[0], tolerance: tolerance, comment, sourceLocation: sourceLocation)
}

extension SeededGenerator {
    /// One of some choices.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(next() % UInt64(choices.count))]
    }

    /// A number in a range.
    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A window of a size over an image, with random steps and padding, which fits it.
    mutating func window(
        size: [Int], over extents: [Int], dilates: Bool, paddingBelow limit: [Int]
    ) -> Window {
        var window = Window()
        for axis in 0..<2 {
            window.strides[axis] = pick(1...3)
            window.padding[axis] = EdgePadding(
                before: pick(0...limit[axis]), after: pick(0...limit[axis]))
            let padded = extents[axis] + window.padding[axis].before + window.padding[axis].after
            if dilates, size[axis] > 1, (size[axis] - 1) * 2 + 1 <= padded {
                window.dilations[axis] = pick(1...2)
            }
        }
        return window
    }
}
