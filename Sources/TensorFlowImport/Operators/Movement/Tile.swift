import Graph

/// Repeats a tensor along its axes; the batch is not repeated.
enum Tile {
    /// More copies than this would be slower than what they stand for.
    private static let limit = 256

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let counts = try node.knownIntegers(1, as: "how often it repeats")
        return [.value(try repeated(node, node.value(0), counts))]
    }

    static func repeated(
        _ node: NodeImport, _ value: Value, _ counts: [Int]
    ) throws(ImportError) -> Value {
        let type = node.type(of: value)
        guard counts.count == type.rank, counts.allSatisfy({ (1...limit).contains($0) }) else {
            throw node.unsupported("\(type) repeated \(counts) times")
        }
        var result = value
        for (axis, count) in counts.enumerated() where count > 1 {
            result = try node.add(
                .concatenation(Concatenation(axis: axis)),
                [Value](repeating: result, count: count), "/\(axis)")
        }
        return result
    }
}

/// Stretches dimensions of extent 1.
enum BroadcastTo {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let target = try node.integers(1)?.elements.map(\.dimension) else {
            throw node.unsupported("the new shape must be known when the model is loaded")
        }
        let value = try node.value(0)
        let type = node.type(of: value)
        let added = target.count - type.rank
        guard added >= 0 else { throw node.unsupported("\(type) has too many dimensions") }
        let aligned = [Dimension](repeating: .fixed(1), count: added) + type.dimensions
        var counts: [Int] = []
        for (dimension, wanted) in zip(aligned, target) {
            if dimension == wanted {
                counts.append(1)
            } else if dimension == .fixed(1), let extent = wanted?.fixedExtent {
                counts.append(extent)
            } else {
                throw node.unsupported("\(type) can't be stretched to that shape")
            }
        }
        let reshaped = try node.reshape(value, to: aligned, "/shape")
        return [.value(try Tile.repeated(node, reshaped, counts))]
    }
}
