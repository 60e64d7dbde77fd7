import Graph
import Tensors

/// A number at the place that an index names, another elsewhere.
enum OneHot {
    private static let limit = 1 << 20

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let depth = try node.knownInteger(1, as: "the depth")
        let indices = try node.value(0)
        let type = node.type(of: indices)
        guard (1...limit).contains(depth) else { throw node.unsupported("depth \(depth)") }
        let places: Tensor
        switch type.elementType {
        case .int32: places = Tensor((0..<Int32(depth)).map { $0 })
        case .int64: places = Tensor((0..<Int64(depth)).map { $0 })
        case .uint8 where depth <= 256: places = Tensor((0..<depth).map { UInt8($0) })
        default: throw node.unsupported("indices of type \(type.elementType)")
        }
        let axis = try node.axis(node.attributes.integer("axis") ?? -1, rank: type.rank + 1)
        var expanded = type.dimensions
        expanded.insert(.fixed(1), at: axis)
        var along = [Int](repeating: 1, count: type.rank + 1)
        along[axis] = depth
        let index = try node.reshape(indices, to: expanded, "/index")
        let place = node.addConstant(places.reshaped(to: Shape(along)), "/places")
        let isHere = try node.add(.binary(.equal), [index, place], "/is_here")
        return [
            .value(
                try node.add(
                    .selection(Selection()), [isHere, try node.value(2), try node.value(3)]))
        ]
    }
}
