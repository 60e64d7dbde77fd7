import Checkpoints
import Graph
import Tensors

/// `Cast`: the same numbers in another element type.
enum CastOperator {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let type = node.attributes.type("DstT"), let elementType = type.elementType else {
            throw node.unsupported(
                "it casts to \(node.attributes.type("DstT")?.name ?? "no type"), "
                    + "which is not a plain number")
        }
        if elementType == .int32 || elementType == .int64, node.isKnown(0),
            var integers = try node.integers(0)
        {
            integers.elementType = elementType
            return node.shape(integers)
        }
        let value = try node.value(0)
        if node.type(of: value).elementType == elementType { return [.value(value)] }
        return [.value(try node.add(.cast(Cast(to: elementType)), [value]))]
    }
}
