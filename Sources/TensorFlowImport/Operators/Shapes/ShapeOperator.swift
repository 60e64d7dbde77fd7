import Checkpoints
import Graph
import Tensors

/// `Shape`, `ShapeN`, `Size` and `Rank`: integers known but for the batch size.
enum ShapeOperator {
    static func shape(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        node.shape(try extents(node, 0))
    }

    static func shapes(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        var result: [ImportedTensor] = []
        for index in 0..<node.inputCount { result += node.shape(try extents(node, index)) }
        return result
    }

    static func size(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        var product: SymbolicInteger? = .known(1)
        for extent in try extents(node, 0).elements { product = product.flatMap { $0 * extent } }
        guard let product else { throw node.unsupported("the size is not a multiple of the batch") }
        return node.shape(
            SymbolicIntegers([product], isScalar: true, elementType: elementType(node)))
    }

    static func rank(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let rank = try node.type(0).rank
        return node.shape(SymbolicIntegers([.known(rank)], isScalar: true))
    }

    private static func extents(
        _ node: NodeImport, _ index: Int
    ) throws(ImportError) -> SymbolicIntegers {
        SymbolicIntegers(
            try node.type(index).dimensions.map { SymbolicInteger($0) },
            elementType: elementType(node))
    }

    private static func elementType(_ node: NodeImport) -> ElementType {
        node.attributes.type("out_type")?.elementType ?? .int32
    }
}
