import Graph
import Tensors

extension ReferenceKernels {
    static func reduction(_ operation: Reduction, _ operand: Operand, into result: Destination) {
        if operand.elementType == .bool {
            logicalReduction(operation, operand, into: result)
        } else {
            ReductionKernel(operation: operation, operand: operand, result: result)
                .run(for: operand.elementType)
        }
    }

    private static func logicalReduction(
        _ operation: Reduction, _ operand: Operand, into result: Destination
    ) {
        let (source, output) = (operand.elements(Bool.self), result.elements(Bool.self))
        let isAll = operation.kind == .all
        output.update(repeating: isAll, count: result.shape.elementCount)
        let walk = operation.walk(over: operand.shape)
        let (step, _, _) = walk.innerStrides
        walk.forEachRun { count, place, target, _, _ in
            for index in 0..<count {
                let (value, sum) = (source[place + index], target + index * step)
                output[sum] = isAll ? output[sum] && value : output[sum] || value
            }
        }
    }
}

extension Reduction {
    /// A walk over the operand's elements; the first stride leads to each one's place in the
    /// result.
    fileprivate func walk(over shape: Shape) -> StridedWalk {
        let kept = Shape(
            shape.dimensions.indices.map { axes.contains($0) ? 1 : shape.dimensions[$0] })
        return StridedWalk(shape.dimensions, kept.strides(stretchedTo: shape))
    }
}

private struct ReductionKernel: NumberKernel {
    let operation: Reduction
    let operand: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        switch operation.kind {
        case .sum: accumulate(Element.self, from: .zero, Element.Accumulator.add) { $0 }
        case .product: accumulate(Element.self, from: .one, Element.Accumulator.multiply) { $0 }
        case .mean:
            let results = max(result.shape.elementCount, 1)
            let count = Element.Accumulator(count: operand.shape.elementCount / results)
            accumulate(Element.self, from: .zero, Element.Accumulator.add) {
                Element.Accumulator.divide($0, count)
            }
        case .maximum: select(from: Element.lowest) { $1 > $0 ? $1 : $0 }
        case .minimum: select(from: Element.highest) { $1 < $0 ? $1 : $0 }
        case .all, .any: preconditionFailure("\(operation.kind) takes booleans")
        }
    }

    /// Combines the elements in the accumulator's wider type.
    @inline(__always)
    private func accumulate<Element: Number>(
        _: Element.Type, from start: Element.Accumulator,
        _ combine: (Element.Accumulator, Element.Accumulator) -> Element.Accumulator,
        finish: (Element.Accumulator) -> Element.Accumulator
    ) {
        let (source, output) = (operand.elements(Element.self), result.elements(Element.self))
        var sums = [Element.Accumulator](repeating: start, count: result.shape.elementCount)
        let walk = operation.walk(over: operand.shape)
        let (step, _, _) = walk.innerStrides
        sums.withUnsafeMutableBufferPointer { sums in
            walk.forEachRun { count, place, target, _, _ in
                if step == 0 {
                    var sum = sums[target]
                    for index in 0..<count { sum = combine(sum, source[place + index].accumulator) }
                    sums[target] = sum
                } else {
                    for index in 0..<count {
                        sums[target + index * step] = combine(
                            sums[target + index * step], source[place + index].accumulator)
                    }
                }
            }
            for index in 0..<sums.count {
                output[index] = Element(accumulated: finish(sums[index]))
            }
        }
    }

    /// Chooses one of the elements.
    @inline(__always)
    private func select<Element: Number>(
        from start: Element, _ choose: (Element, Element) -> Element
    ) {
        let (source, output) = (operand.elements(Element.self), result.elements(Element.self))
        output.update(repeating: start, count: result.shape.elementCount)
        let walk = operation.walk(over: operand.shape)
        let (step, _, _) = walk.innerStrides
        walk.forEachRun { count, place, target, _, _ in
            for index in 0..<count {
                let chosen = target + index * step
                output[chosen] = choose(output[chosen], source[place + index])
            }
        }
    }
}
