import Graph
import Tensors

extension ReferenceKernels {
    /// `result` may be the memory of an operand that is not stretched.
    static func binary(
        _ function: Binary, _ left: Operand, _ right: Operand, into result: Destination
    ) throws(EngineError) {
        switch function {
        case .divide, .floorDivide, .floorModulo:
            if !right.elementType.isFloatingPoint, hasZero(right) {
                throw .divisionByZero(node: "", operation: function.rawValue)
            }
        default: break
        }
        if left.elementType == .bool {
            logical(function, left, right, into: result)
        } else {
            BinaryKernel(function: function, left: left, right: right, result: result)
                .run(for: left.elementType)
        }
    }

    private static func hasZero(_ operand: Operand) -> Bool {
        let width = operand.elementType.byteCount
        let bytes = UnsafeRawBufferPointer(start: operand.address, count: operand.byteCount)
        return stride(from: 0, to: bytes.count, by: width).contains { start in
            bytes[start..<start + width].allSatisfy { $0 == 0 }
        }
    }

    private static func logical(
        _ function: Binary, _ left: Operand, _ right: Operand, into result: Destination
    ) {
        let zipped = Zipped(left: left, right: right, result: result)
        switch function {
        case .logicalOr: zipped.map { (a: Bool, b: Bool) in a || b }
        case .equal: zipped.map { (a: Bool, b: Bool) in a == b }
        case .notEqual: zipped.map { (a: Bool, b: Bool) in a != b }
        default: zipped.map { (a: Bool, b: Bool) in a && b }
        }
    }
}

private struct BinaryKernel: NumberKernel {
    let function: Binary
    let left: Operand
    let right: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        let zipped = Zipped(left: left, right: right, result: result)
        switch function {
        case .add: zipped.map(Element.add)
        case .subtract: zipped.map(Element.subtract)
        case .multiply: zipped.map(Element.multiply)
        case .divide: zipped.map(Element.divide)
        case .maximum: zipped.map { (a: Element, b: Element) in Swift.max(b, a) }
        case .minimum: zipped.map { (a: Element, b: Element) in Swift.min(a, b) }
        case .power: zipped.map(Element.power)
        case .squaredDifference:
            zipped.map { (a: Element, b: Element) in
                let difference = Element.subtract(a, b)
                return Element.multiply(difference, difference)
            }
        case .floorDivide: zipped.map(Element.floorDivide)
        case .floorModulo: zipped.map(Element.floorModulo)
        case .divideNoNaN:
            zipped.map { (a: Element, b: Element) in
                b == .zero ? .zero : Element.divide(a, b)
            }
        case .equal: zipped.map { (a: Element, b: Element) in a == b }
        case .notEqual: zipped.map { (a: Element, b: Element) in a != b }
        case .less: zipped.map { (a: Element, b: Element) in a < b }
        case .lessOrEqual: zipped.map { (a: Element, b: Element) in a <= b }
        case .greater: zipped.map { (a: Element, b: Element) in a > b }
        case .greaterOrEqual: zipped.map { (a: Element, b: Element) in a >= b }
        case .logicalAnd, .logicalOr: preconditionFailure("\(function) takes booleans")
        }
    }
}

/// Two operands stretched to the shape of a result.
private struct Zipped {
    let left: Operand
    let right: Operand
    let result: Destination

    @inline(__always)
    func map<Element: TensorElement, Output: TensorElement>(
        _ function: (Element, Element) -> Output
    ) {
        let (a, b) = (left.elements(Element.self), right.elements(Element.self))
        let output = result.elements(Output.self)
        let walk = StridedWalk(
            result.shape.dimensions, left.shape.strides(stretchedTo: result.shape),
            right.shape.strides(stretchedTo: result.shape))
        let (stepA, stepB, _) = walk.innerStrides
        walk.forEachRun { count, place, placeA, placeB, _ in
            let (out, x, y) = (output + place, a + placeA, b + placeB)
            switch (stepA, stepB) {
            case (1, 1):
                for index in 0..<count { out[index] = function(x[index], y[index]) }
            case (1, 0):
                let repeated = y[0]
                for index in 0..<count { out[index] = function(x[index], repeated) }
            default:
                for index in 0..<count {
                    out[index] = function(x[index * stepA], y[index * stepB])
                }
            }
        }
    }
}
