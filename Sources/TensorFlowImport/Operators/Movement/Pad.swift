import Graph
import Tensors

/// `Pad`, `PadV2` and `MirrorPad`, with amounts known at load.
enum Pad {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let amounts = try node.knownIntegers(1, as: "the padding")
        let value = try node.value(0)
        guard amounts.count == 2 * node.type(of: value).rank else {
            throw node.unsupported("\(amounts.count) numbers do not pad \(node.type(of: value))")
        }
        let edges = stride(from: 0, to: amounts.count, by: 2).map {
            EdgePadding(before: amounts[$0], after: amounts[$0 + 1])
        }
        guard edges.contains(where: { $0 != .none }) else { return [.value(value)] }
        return [.value(try node.add(.padding(Padding(edges, mode: mode(node))), [value]))]
    }

    private static func mode(_ node: NodeImport) throws(ImportError) -> Padding.Mode {
        switch node.node.op {
        case "MirrorPad":
            switch node.attributes.string("mode") {
            case "REFLECT": return .reflect
            case "SYMMETRIC": return .symmetric
            case let other: throw node.unsupported("mode \(other ?? "unknown")")
            }
        case "PadV2":
            guard let number = try node.constant(2)?.firstNumber else {
                throw node.unsupported("the number it pads with must be known at load")
            }
            return .constant(Float(number))
        default: return .constant(0)
        }
    }
}
