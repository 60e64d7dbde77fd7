/// A transposition that a rule moves from before an operation to behind it.
struct TransposedValue {
    /// The transposition's result.
    let value: Value
    /// What is transposed.
    let source: Value
    let permutation: [Int]
    private let name: String

    /// Reads a value; nil if it is no transposition, or one that moves the batch.
    init?(_ value: Value, in rewriting: Rewriting) {
        let node = rewriting[value]
        guard case .transposition(let transposition) = node.operation,
            transposition.permutation.first == 0
        else { return nil }
        self.value = value
        source = node.inputs[0]
        permutation = transposition.permutation
        name = node.name
    }

    /// For each dimension of what is transposed, that of the result.
    var inverse: [Int] {
        var inverse = permutation
        for (place, axis) in permutation.enumerated() { inverse[axis] = place }
        return inverse
    }

    /// Elements that belong to dimensions of the result, in the order of what is transposed.
    func untransposed<Element>(_ elements: [Element]) -> [Element] { inverse.map { elements[$0] } }

    /// Whether a node is all that reads the transposition, so that it goes when the node does, or no
    /// element moves, so that one more costs nothing.
    func isReadOnly(by node: Node, in rewriting: Rewriting) -> Bool {
        rewriting.useCount(value) <= node.inputs.count { $0 == value }
            || permutation.keepsOrder(of: rewriting.graph.type(of: source).dimensions)
    }

    /// Adds the transposition behind an operation.
    ///
    /// - Parameter permutation: If it is another than before.
    func add(
        behind result: Value, permutation: [Int]? = nil, to rewriting: inout Rewriting
    ) throws(GraphError) -> Value {
        try rewriting.add(
            .transposition(Transposition(permutation ?? self.permutation)), [result], name: name,
            as: .moved(value))
    }
}

extension Rewriting {
    /// A value that, transposed as `other` is, broadcasts as the given one does; nil where it would
    /// take a transposition more than there is.
    mutating func untransposed(
        _ value: Value, like other: TransposedValue
    ) throws(GraphError) -> Value? {
        let node = self[value]
        if let own = TransposedValue(value, in: self), own.permutation == other.permutation {
            return own.source
        }
        let type = node.type
        if type.rank == 0 || type.fixedShape?.elementCount == 1 { return value }
        let leading = other.permutation.count - type.rank
        let dimensions = Array(repeating: Dimension.fixed(1), count: leading) + type.dimensions
        let moved = other.untransposed(dimensions)
        if other.inverse.keepsOrder(of: dimensions) {
            return try add(
                .reshape(Reshape(to: moved)), [value], name: "\(node.name)/reordered",
                as: .arrangement)
        }
        let operation = Operation.transposition(Transposition(other.inverse))
        if constant(value) != nil {
            let whole = try add(
                .reshape(Reshape(to: dimensions)), [value], name: "\(node.name)/whole")
            return try add(operation, [whole], name: node.name)
        }
        return leading == 0 ? existing(operation, [value]) : nil
    }
}

extension [Int] {
    /// Whether only dimensions of extent 1 change places by this permutation, and no element does.
    func keepsOrder(of dimensions: [Dimension]) -> Bool {
        let moved = filter { dimensions[$0] != .fixed(1) }
        return zip(moved, moved.dropFirst()).allSatisfy(<)
    }
}
