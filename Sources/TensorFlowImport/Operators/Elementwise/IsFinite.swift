import Graph
import Tensors

/// Whether a number is neither infinite nor NaN: only then its difference from itself is zero.
enum IsFinite {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let difference = try node.add(.binary(.subtract), [value, value], "/difference")
        return [.value(try node.add(.binary(.equal), [difference, difference]))]
    }

    /// Only NaN differs from itself.
    static func isNaN(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        return [.value(try node.add(.binary(.notEqual), [value, value]))]
    }
}
