import Graph
import Tensors

extension ReferenceKernels {
    static func transposition(
        _ operation: Transposition, _ operand: Operand, into result: Destination
    ) {
        let strides = operand.shape.strides
        let walk = StridedWalk(
            result.shape.dimensions, operation.permutation.map { strides[$0] })
        StridedCopyKernel(walk: walk, start: 0, operand: operand, result: result)
            .run(forWidth: result.elementType.byteCount)
    }

    static func slice(_ operation: Slice, _ operand: Operand, into result: Destination) {
        var strides = operand.shape.strides
        var start = 0
        for (axis, span) in operation.spans.enumerated() {
            guard let span else { continue }
            start += span.begin * strides[axis]
            strides[axis] *= span.step
        }
        let walk = StridedWalk(result.shape.dimensions, strides)
        StridedCopyKernel(walk: walk, start: start, operand: operand, result: result)
            .run(forWidth: result.elementType.byteCount)
    }

    static func concatenation(
        _ operation: Concatenation, _ inputs: [Operand], into result: Destination
    ) {
        let dimensions = result.shape.dimensions
        let outer = Shape(Array(dimensions.prefix(operation.axis))).elementCount
        guard outer > 0 else { return }
        let rowBytes = result.byteCount / outer
        var offset = 0
        for input in inputs {
            let partBytes = input.byteCount / outer
            for row in 0..<outer {
                (result.address + (row * rowBytes + offset))
                    .copyMemory(from: input.address + row * partBytes, byteCount: partBytes)
            }
            offset += partBytes
        }
    }

    static func selection(_ inputs: [Operand], into result: Destination) {
        SelectionKernel(
            condition: inputs[0], chosen: inputs[1], other: inputs[2], result: result
        ).run(forWidth: result.elementType.byteCount)
    }
}

private struct StridedCopyKernel: MovingKernel {
    let walk: StridedWalk
    let start: Int
    let operand: Operand
    let result: Destination

    func run<Element: FixedWidthInteger & TensorElement>(_: Element.Type) {
        let source = operand.address.assumingMemoryBound(to: Element.self) + start
        let output = result.address.assumingMemoryBound(to: Element.self)
        let (step, _, _) = walk.innerStrides
        walk.forEachRun { count, place, offset, _, _ in
            let (x, y) = (source + offset, output + place)
            if step == 1 {
                y.update(from: x, count: count)
            } else {
                for index in 0..<count { y[index] = x[index * step] }
            }
        }
    }
}

private struct SelectionKernel: MovingKernel {
    let condition: Operand
    let chosen: Operand
    let other: Operand
    let result: Destination

    func run<Element: FixedWidthInteger & TensorElement>(_: Element.Type) {
        let holds = condition.elements(Bool.self)
        let a = chosen.address.assumingMemoryBound(to: Element.self)
        let b = other.address.assumingMemoryBound(to: Element.self)
        let output = result.address.assumingMemoryBound(to: Element.self)
        let shape = result.shape
        let walk = StridedWalk(
            shape.dimensions, condition.shape.strides(stretchedTo: shape),
            chosen.shape.strides(stretchedTo: shape), other.shape.strides(stretchedTo: shape))
        let (step, stepA, stepB) = walk.innerStrides
        walk.forEachRun { count, place, offset, offsetA, offsetB in
            for index in 0..<count {
                output[place + index] =
                    holds[offset + index * step]
                    ? a[offsetA + index * stepA] : b[offsetB + index * stepB]
            }
        }
    }
}
