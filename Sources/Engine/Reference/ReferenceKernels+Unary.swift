import Graph
import Tensors

extension ReferenceKernels {
    /// `result` may be the operand's memory.
    static func unary(_ function: Unary, _ operand: Operand, into result: Destination) {
        if function == .logicalNot {
            let (source, output) = (operand.elements(Bool.self), result.elements(Bool.self))
            for index in 0..<result.shape.elementCount { output[index] = !source[index] }
        } else if operand.elementType.isFloatingPoint {
            RealUnaryKernel(function: function, operand: operand, result: result)
                .run(for: operand.elementType)
        } else {
            IntegerUnaryKernel(function: function, operand: operand, result: result)
                .run(for: operand.elementType)
        }
    }
}

private struct IntegerUnaryKernel: NumberKernel {
    let function: Unary
    let operand: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        switch function {
        case .relu: map { (x: Element) in Swift.max(x, .zero) }
        case .square: map { (x: Element) in Element.multiply(x, x) }
        case .negation: map(Element.negate)
        case .absolute: map { (x: Element) in x < .zero ? Element.negate(x) : x }
        case .sign: map(Element.sign)
        default: preconditionFailure("\(function) takes floating-point numbers")
        }
    }

    @inline(__always) private func map<Element: Number>(_ function: (Element) -> Element) {
        let (source, output) = (operand.elements(Element.self), result.elements(Element.self))
        for index in 0..<result.shape.elementCount { output[index] = function(source[index]) }
    }
}

private struct RealUnaryKernel: RealKernel {
    let function: Unary
    let operand: Operand
    let result: Destination

    func run<Element: RealNumber>(_: Element.Type) {
        switch function {
        case .relu: map { (x: Element) in Swift.max(x, 0) }
        case .relu6: map { (x: Element) in Swift.min(6, Swift.max(x, 0)) }
        case .elu: map { (x: Element) in x > 0 ? x : .exponentialMinus1(x) }
        case .selu: map { (x: Element) in selu(x) }
        case .sigmoid: map { (x: Element) in 1 / (1 + .exponential(-x)) }
        case .tanh: map(Element.hyperbolicTangent)
        case .softplus:
            map { (x: Element) in Swift.max(x, 0) + .logarithm1p(.exponential(-Swift.abs(x))) }
        case .softsign: map { (x: Element) in x / (1 + Swift.abs(x)) }
        case .exponential: map(Element.exponential)
        case .logarithm: map(Element.logarithm)
        case .logarithm1p: map(Element.logarithm1p)
        case .exponentialMinus1: map(Element.exponentialMinus1)
        case .squareRoot: map { (x: Element) in x.squareRoot() }
        case .reciprocalSquareRoot: map { (x: Element) in 1 / x.squareRoot() }
        case .square: map { (x: Element) in x * x }
        case .reciprocal: map { (x: Element) in 1 / x }
        case .negation: map { (x: Element) in -x }
        case .absolute: map { (x: Element) in Swift.abs(x) }
        case .sign: map(Element.sign)
        case .floor: map { (x: Element) in x.rounded(.down) }
        case .ceiling: map { (x: Element) in x.rounded(.up) }
        case .roundHalfToEven: map { (x: Element) in x.rounded(.toNearestOrEven) }
        case .sine: map(Element.sine)
        case .cosine: map(Element.cosine)
        case .errorFunction: map(Element.errorFunction)
        case .leakyRelu(let slope):
            let factor = Element(slope)
            map { (x: Element) in x > 0 ? x : factor * x }
        case .swish: map { (x: Element) in x / (1 + .exponential(-x)) }
        case .hardSigmoid: map { (x: Element) in hardSigmoid(x) }
        case .hardSwish: map { (x: Element) in x * hardSigmoid(x) }
        case .gelu:
            map { (x: Element) in x / 2 * (1 + .errorFunction(x * Element(0.5.squareRoot()))) }
        case .geluTanh:
            let factor = Element((2 / Double.pi).squareRoot())
            map { (x: Element) in
                let argument = factor * (x + 0.044715 * x * x * x)
                return x / 2 * (1 + .hyperbolicTangent(argument))
            }
        case .logicalNot: preconditionFailure("takes booleans")
        }
    }

    @inline(__always) private func hardSigmoid<Element: RealNumber>(_ x: Element) -> Element {
        Swift.min(6, Swift.max(x + 3, 0)) * Element(1.0 / 6)
    }

    /// The scaled exponential linear unit: Klambauer and others 2017, equation 14.
    private func selu<Element: RealNumber>(_ x: Element) -> Element {
        let (alpha, lambda): (Element, Element) = (1.6732632423543772, 1.0507009873554805)
        return x > 0 ? lambda * x : lambda * alpha * .exponentialMinus1(x)
    }

    @inline(__always) private func map<Element: RealNumber>(_ function: (Element) -> Element) {
        let (source, output) = (operand.elements(Element.self), result.elements(Element.self))
        for index in 0..<result.shape.elementCount { output[index] = function(source[index]) }
    }
}
