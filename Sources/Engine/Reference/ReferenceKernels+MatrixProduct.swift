import Graph
import Tensors

extension ReferenceKernels {
    /// The products, without the epilogue.
    static func matrixProduct(
        _ operation: MatrixProduct, _ left: Operand, _ right: Operand, into result: Destination
    ) {
        MatrixProductKernel(operation: operation, left: left, right: right, result: result)
            .run(for: result.elementType)
    }
}

private struct MatrixProductKernel: NumberKernel {
    let operation: MatrixProduct
    let left: Operand
    let right: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        let (a, b) = (left.elements(Element.self), right.elements(Element.self))
        let output = result.elements(Element.self)
        let rank = result.shape.rank
        let (rows, columns) = (result.shape[rank - 2], result.shape[rank - 1])
        let inner = left.shape[left.shape.rank - (operation.transposesLeft ? 2 : 1)]
        let (rowStep, innerStep) = operation.transposesLeft ? (1, rows) : (inner, 1)

        let outer = Shape(Array(result.shape.dimensions.dropLast(2)))
        let walk = StridedWalk(
            outer.dimensions,
            outerStrides(left.shape, stretchedTo: outer, size: rows * inner),
            outerStrides(right.shape, stretchedTo: outer, size: inner * columns))
        let (stepA, stepB, _) = walk.innerStrides
        walk.forEachRun { count, place, placeA, placeB, _ in
            for index in 0..<count {
                let product = output + (place + index) * rows * columns
                let (x, y) = (a + placeA + index * stepA, b + placeB + index * stepB)
                for row in 0..<rows {
                    let sums = product + row * columns
                    if operation.transposesRight {
                        dot(x + row * rowStep, innerStep, y, inner, into: sums, columns)
                    } else {
                        combine(x + row * rowStep, innerStep, y, inner, into: sums, columns)
                    }
                }
            }
        }
    }

    private func outerStrides(_ shape: Shape, stretchedTo outer: Shape, size: Int) -> [Int] {
        Shape(Array(shape.dimensions.dropLast(2))).strides(stretchedTo: outer).map { $0 * size }
    }

    /// A row of the product as a sum of the right side's rows.
    @inline(__always)
    private func combine<Element: Number>(
        _ row: UnsafePointer<Element>, _ step: Int, _ right: UnsafePointer<Element>, _ inner: Int,
        into sums: UnsafeMutablePointer<Element>, _ columns: Int
    ) {
        sums.update(repeating: .zero, count: columns)
        for index in 0..<inner {
            let (factor, values) = (row[index * step], right + index * columns)
            for column in 0..<columns {
                sums[column] = .add(sums[column], .multiply(factor, values[column]))
            }
        }
    }

    /// A row of the product as dot products with the transposed right side's rows.
    @inline(__always)
    private func dot<Element: Number>(
        _ row: UnsafePointer<Element>, _ step: Int, _ right: UnsafePointer<Element>, _ inner: Int,
        into sums: UnsafeMutablePointer<Element>, _ columns: Int
    ) {
        for column in 0..<columns {
            let values = right + column * inner
            var sum = Element.zero
            for index in 0..<inner {
                sum = .add(sum, .multiply(row[index * step], values[index]))
            }
            sums[column] = sum
        }
    }
}
