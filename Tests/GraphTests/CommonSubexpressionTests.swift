import Tensors
import Testing

@testable import Graph

@Suite("What is computed twice")
struct CommonSubexpressionTests {
    @Test("is computed once, also with equal constants")
    func twins() throws {
        var sketch = Sketch()
        let x = try sketch.input(5)
        let (a, b) = (try sketch.unary(.sine, x), try sketch.unary(.sine, x))
        let (c, d) = (
            try sketch.binary(.power, a, 3), try sketch.binary(.power, b, 3)
        )
        let sum = try sketch.binary(.add, c, d)
        let rewritten = try optimizedAndCompared(sketch.outputs(sum))
        #expect(rewritten.operations == ["sine", "power", "add"])
    }

    @Test("stays apart if a parameter, an input or a constant differs")
    func others() throws {
        var sketch = Sketch()
        let x = try sketch.input(4, 4, 2)
        let values = [
            try sketch.binary(.power, x, 3), try sketch.binary(.power, x, 2),
            try sketch.binary(.power, sketch.unary(.sine, x), 3),
            try sketch.add(.reduction(Reduction(.mean, axes: [1], keepsDimensions: true)), x),
            try sketch.add(.reduction(Reduction(.mean, axes: [2], keepsDimensions: true)), x),
        ]
        let joined = try values.dropFirst().reduce(values[0]) {
            try sketch.binary(.maximum, $0, $1)
        }
        let rewritten = try optimizedAndCompared(sketch.outputs(joined))
        #expect(rewritten.operations.count { $0 == "power" } == 3)
        #expect(rewritten.operations.count { $0 == "mean reduction" } == 2)
    }
}
