import Graph
import Tensors

/// Running sums along an axis, as the product with a triangle of ones.
enum Cumsum {
    private static let limit = 4096

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let type = node.type(of: value)
        let axis = try node.axis(node.knownInteger(1, as: "the axis"), rank: type.rank)
        guard let extent = type.dimensions[axis].fixedExtent, extent <= limit,
            type.elementType == .float32, type.rank >= 2
        else { throw node.unsupported("running sums along axis \(axis) of \(type)") }
        let triangle = node.addConstant(
            triangle(
                extent, isExclusive: node.attributes.bool("exclusive"),
                isReversed: node.attributes.bool("reverse")), "/triangle")
        let last = type.rank - 1
        var order = Array(0..<type.rank)
        order.swapAt(axis, last)
        let swap = Transposition(order)
        let rows = axis == last ? value : try node.add(.transposition(swap), [value], "/rows")
        let sums = try node.add(
            .matrixProduct(MatrixProduct()), [rows, triangle], axis == last ? "" : "/sums")
        return [.value(axis == last ? sums : try node.add(.transposition(swap), [sums]))]
    }

    /// One where the element of the row counts towards the sum of the column.
    private static func triangle(_ extent: Int, isExclusive: Bool, isReversed: Bool) -> Tensor {
        var elements: [Float] = []
        elements.reserveCapacity(extent * extent)
        for element in 0..<extent {
            for sum in 0..<extent {
                let distance = isReversed ? element - sum : sum - element
                elements.append(distance > 0 || (distance == 0 && !isExclusive) ? 1 : 0)
            }
        }
        return Tensor(elements, shape: [extent, extent])
    }
}
