import Graph

/// `Reshape`: the target may hold one −1 and extents computed from the batch size.
enum ReshapeOperator {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let target = try node.integers(1) else {
            throw node.unsupported(
                "the new shape must be constants and extents of the input, not data")
        }
        if node.isKnown(0), let integers = try node.integers(0), target.elements.count <= 1 {
            var result = integers
            result.isScalar = target.elements.isEmpty
            return node.shape(result)
        }
        let value = try node.value(0)
        let type = node.type(of: value)
        if groupsRows(target.elements, of: type) {
            let name = node.node.name
            let scope = name.split(separator: "/").dropLast().joined(separator: "/")
            throw .virtualBatches(layer: scope.isEmpty ? name : scope)
        }
        guard let dimensions = dimensions(target.elements, from: type, node) else {
            let wanted = target.elements.map { $0.dimension.map(\.description) ?? "-1" }
            throw node.unsupported(
                "\(type) can't take the shape [\(wanted.joined(separator: ", "))]")
        }
        return [.value(try node.reshape(value, to: dimensions))]
    }

    /// Whether the shape is `[size, −1, …]` with the dimensions of a row after it.
    private static func groupsRows(_ target: [SymbolicInteger], of type: ValueType) -> Bool {
        guard type.isBatched, target.count == type.rank + 1, target[1] == .known(-1),
            target[0].knownValue != nil
        else { return false }
        return target.dropFirst(2).map(\.dimension)
            == type.dimensions.dropFirst().map(Optional.init)
    }

    private static func dimensions(
        _ target: [SymbolicInteger], from type: ValueType, _ node: NodeImport
    ) -> [Dimension]? {
        guard target.allSatisfy({ $0.dimension != nil || $0 == .known(-1) }) else { return nil }
        var wanted = target.map(\.dimension)
        guard GraphBuilder.isPlausible(wanted.compactMap { $0 }) else { return nil }
        if let opened = openedBatch(wanted, from: type, node) { wanted = opened }
        return Reshape.resolving(wanted, from: type)
    }

    /// The target with the batch in front, where the script wrote the size that its batches had.
    private static func openedBatch(
        _ target: [Dimension?], from type: ValueType, _ node: NodeImport
    ) -> [Dimension?]? {
        guard let size = node.builder.openedBatchSize, size > 0,
            type.dimensions.contains(where: { $0.fixedExtent == nil }),
            case .fixed(let extent)?? = target.first, extent > 0, extent % size == 0,
            target.allSatisfy({ $0 == nil || $0?.fixedExtent != nil })
        else { return nil }
        return [.batch(times: extent / size)] + target.dropFirst()
    }
}
