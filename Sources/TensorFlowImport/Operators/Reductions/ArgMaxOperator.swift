import Checkpoints
import Graph

/// `ArgMax` and `ArgMin`.
enum ArgMaxOperator {
    static func largest(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(node, seeksMinimum: false)
    }

    static func smallest(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(node, seeksMinimum: true)
    }

    private static func translate(
        _ node: NodeImport, seeksMinimum: Bool
    ) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let axis = try node.axis(
            node.knownInteger(1, as: "the axis"), rank: node.type(of: value).rank)
        let elementType = node.attributes.type("output_type")?.elementType ?? .int64
        let search = ArgMax(axis: axis, seeksMinimum: seeksMinimum, elementType: elementType)
        return [.value(try node.add(.argMax(search), [value]))]
    }
}
