import Graph
import Tensors

extension ReferenceKernels {
    /// `result` may be the operand's memory.
    static func batchNormalization(
        _ operation: BatchNormalization, _ inputs: [Operand], into result: Destination
    ) {
        BatchNormalizationKernel(operation: operation, inputs: inputs, result: result)
            .run(for: result.elementType)
    }
}

private struct BatchNormalizationKernel: RealKernel {
    let operation: BatchNormalization
    let inputs: [Operand]
    let result: Destination

    func run<Element: RealNumber>(_: Element.Type) {
        let source = inputs[0].elements(Element.self)
        let output = result.elements(Element.self)
        let channels = result.shape[result.shape.rank - 1]
        let mean = inputs[operation.meanIndex].elements(Element.self)
        let variance = inputs[operation.varianceIndex].elements(Element.self)
        let scale = operation.scaleIndex.map { inputs[$0].elements(Element.self) }
        let offset = operation.offsetIndex.map { inputs[$0].elements(Element.self) }
        guard channels > 0 else { return }
        // In double precision, so that this is the more exact side of every comparison.
        let factors = (0..<channels).map { channel in
            Double(scale?[channel] ?? 1)
                / (Double(variance[channel]) + operation.epsilon).squareRoot()
        }
        for start in stride(from: 0, to: result.shape.elementCount, by: channels) {
            for channel in 0..<channels {
                let centred = Double(source[start + channel]) - Double(mean[channel])
                let shift = Double(offset?[channel] ?? 0)
                output[start + channel] = Element(centred * factors[channel] + shift)
            }
        }
    }
}
