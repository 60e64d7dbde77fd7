import Graph
import Tensors

/// The largest numbers of the innermost dimension, in descending order, and their indices.
///
/// One after the other is found and taken out; of equal numbers the first comes first.
enum TopK {
    /// Finding more one by one would be slower than sorting.
    private static let limit = 64

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let type = node.type(of: value)
        let count =
            node.inputCount > 1
            ? try node.knownInteger(1, as: "how many") : node.attributes.integer("k") ?? 0
        let axis = type.rank - 1
        guard let extent = type.channelCount, (1...min(limit, max(1, extent))).contains(count),
            type.elementType == .float32
        else { throw node.unsupported("the largest \(count) of \(type)") }
        var expanded = type.dimensions
        expanded[axis] = .fixed(1)
        let places = node.addConstant(
            Tensor(
                (0..<Int32(extent)).map { $0 },
                shape: Shape([Int](repeating: 1, count: axis) + [extent])), "/places")
        let lowest = node.addConstant(Tensor(scalar: -Float.infinity), "/lowest")

        var rest = value
        var values: [Value] = []
        var indices: [Value] = []
        for rank in 0..<count {
            let maximum = Reduction(.maximum, axes: [axis], keepsDimensions: true)
            values.append(try node.add(.reduction(maximum), [rest], "/value_\(rank)"))
            let search = ArgMax(axis: axis, elementType: .int32)
            let found = try node.add(.argMax(search), [rest], "/found_\(rank)")
            let index = try node.reshape(found, to: expanded, "/index_\(rank)")
            indices.append(index)
            let isFound = try node.add(.binary(.equal), [index, places], "/is_found_\(rank)")
            rest = try node.add(
                .selection(Selection()), [isFound, lowest, rest], "/rest_\(rank)")
        }
        guard count > 1 else { return [.value(values[0]), .value(indices[0])] }
        let joined = Concatenation(axis: axis)
        return [
            .value(try node.add(.concatenation(joined), values)),
            .value(try node.add(.concatenation(joined), indices, "/indices")),
        ]
    }
}
