import Graph
import Tensors

extension ReferenceKernels {
    /// `result` may be the operand's memory.
    static func softmax(_ operation: Softmax, _ operand: Operand, into result: Destination) {
        SoftmaxKernel(isLogarithmic: operation.isLogarithmic, operand: operand, result: result)
            .run(for: result.elementType)
    }
}

private struct SoftmaxKernel: RealKernel {
    let isLogarithmic: Bool
    let operand: Operand
    let result: Destination

    func run<Element: RealNumber>(_: Element.Type) {
        let source = operand.elements(Element.self)
        let output = result.elements(Element.self)
        let classes = result.shape[result.shape.rank - 1]
        guard classes > 0 else { return }
        for start in stride(from: 0, to: result.shape.elementCount, by: classes) {
            let (x, y) = (source + start, output + start)
            var largest = x[0]
            for index in 1..<classes where x[index] > largest { largest = x[index] }
            // Less the largest, so that no exponential overflows.
            var sum = 0.0
            if isLogarithmic {
                for index in 0..<classes { sum += Double(Element.exponential(x[index] - largest)) }
                let shift = largest + Element(Double.logarithm(sum))
                for index in 0..<classes { y[index] = x[index] - shift }
            } else {
                for index in 0..<classes {
                    y[index] = .exponential(x[index] - largest)
                    sum += Double(y[index])
                }
                let factor = Element(1 / sum)
                for index in 0..<classes { y[index] *= factor }
            }
        }
    }
}
