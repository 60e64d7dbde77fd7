import Graph
import Tensors

extension ReferenceKernels {
    /// Applies the epilogue of a convolution or matrix product to its sums, in place.
    ///
    /// - Parameter inputs: The node's inputs.
    static func apply(_ epilogue: Epilogue, _ inputs: [Operand], to result: Destination) {
        if let index = epilogue.biasIndex {
            ChannelAffineKernel(
                operand: result.operand, scale: nil, offset: inputs[index], result: result
            ).run(for: result.elementType)
        }
        if let index = epilogue.residualIndex {
            ResidualKernel(residual: inputs[index], result: result).run(for: result.elementType)
        }
        if let activation = epilogue.activation {
            unary(activation, result.operand, into: result)
        }
    }

    /// `result` may be the operand's memory.
    static func channelAffine(
        _ operation: ChannelAffine, _ inputs: [Operand], into result: Destination
    ) {
        ChannelAffineKernel(
            operand: inputs[0], scale: operation.scaleIndex.map { inputs[$0] },
            offset: operation.offsetIndex.map { inputs[$0] }, result: result
        ).run(for: result.elementType)
        if let activation = operation.activation {
            unary(activation, result.operand, into: result)
        }
    }
}

private struct ResidualKernel: NumberKernel {
    let residual: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        let (source, output) = (residual.elements(Element.self), result.elements(Element.self))
        for index in 0..<result.shape.elementCount {
            output[index] = .add(output[index], source[index])
        }
    }
}

private struct ChannelAffineKernel: NumberKernel {
    let operand: Operand
    let scale: Operand?
    let offset: Operand?
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        let (source, output) = (operand.elements(Element.self), result.elements(Element.self))
        let channels = result.shape[result.shape.rank - 1]
        let scales = scale?.elements(Element.self)
        let offsets = offset?.elements(Element.self)
        guard channels > 0 else { return }
        for start in stride(from: 0, to: result.shape.elementCount, by: channels) {
            let (x, y) = (source + start, output + start)
            switch (scales, offsets) {
            case (let scales?, let offsets?):
                for index in 0..<channels {
                    y[index] = .add(.multiply(x[index], scales[index]), offsets[index])
                }
            case (let scales?, nil):
                for index in 0..<channels { y[index] = .multiply(x[index], scales[index]) }
            case (nil, let offsets?):
                for index in 0..<channels { y[index] = .add(x[index], offsets[index]) }
            case (nil, nil):
                if UnsafePointer(y) != x { y.update(from: x, count: channels) }
            }
        }
    }
}
