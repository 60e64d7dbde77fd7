import Fixtures
import Graph
import Tensors

@testable import Engine

/// A random chain of convolutions, depthwise convolutions, poolings and elementwise steps with
/// residuals, over images of a shape `[height, width, channels]`.
func imageGraph(_ shape: Shape, _ numbers: inout SeededGenerator) throws -> Graph {
    var graph = Graph()
    let type = ValueType(.float32, [.batch] + shape.dimensions.map(Dimension.fixed))
    var value = try graph.add(.input(Input(type)), name: "x")
    var earlier: [Value] = []
    for index in 0..<numbers.pick(4...9) {
        let (name, type) = ("n\(index)", graph.type(of: value))
        let extents = type.dimensions.compactMap(\.fixedExtent)
        let channels = extents[2]
        let size =
            min(extents[0], extents[1]) >= 3 ? numbers.pick([1, 3]) : 1
        let window = numbers.window(
            size: [size, size], over: extents, dilates: true, paddingBelow: [size - 1, size - 1])
        let before = value
        switch numbers.pick(0...6) {
        case 0, 1:
            let outputs = numbers.pick([channels, 16, 24, 64])
            value = try graph.add(
                .convolution(
                    Convolution(
                        window: numbers.pick([window, Window()]),
                        epilogue: Epilogue(hasBias: true, activation: .relu))),
                [
                    value,
                    graph.addConstant(
                        numbers.tensor([size, size, channels, outputs], scale: 0.3), name: "w"),
                    graph.addConstant(numbers.tensor([outputs]), name: "b"),
                ], name: name)
        case 2:
            value = try graph.add(
                .depthwiseConvolution(
                    DepthwiseConvolution(
                        window: window,
                        epilogue: Epilogue(activation: numbers.pick([nil, .swish])))),
                [
                    value,
                    graph.addConstant(
                        numbers.tensor([size, size, channels, 1], scale: 0.5), name: "w"),
                ], name: name)
        case 3 where window.dilations == [1, 1]:
            value = try graph.add(
                .pooling(
                    Pooling(
                        numbers.pick([.maximum, .mean]), size: [size, size], window: window)),
                [value], name: name)
        case 4:
            value = try graph.add(.unary(numbers.pick([.tanh, .relu])), [value], name: name)
        case 5:
            let same = earlier.filter { graph.type(of: $0) == type }
            guard !same.isEmpty else { continue }
            value = try graph.add(.binary(.add), [value, numbers.pick(same)], name: name)
        default:
            let mean = try graph.add(
                .reduction(Reduction(.mean, axes: [1, 2], keepsDimensions: true)), [value],
                name: name + "m")
            value = try graph.add(.binary(.multiply), [value, mean], name: name)
        }
        earlier.append(before)
    }
    graph.addOutput(value, name: "y")
    return graph
}
