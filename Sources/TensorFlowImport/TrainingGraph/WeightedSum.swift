/// What an update writes to a variable, as a sum of scaled tensors: `variable · d + value · (1 − d)`
/// in any of the forms it is written.
///
/// Products and quotients with scalars are looked through. Decays are often computed, so whether a
/// term is scaled is known even where its factor is not.
struct WeightedSum {
    struct Term {
        /// What is scaled, from where it comes.
        let origin: TensorReference
        /// The same tensor as the sum reads it.
        let tensor: TensorReference
        let isScaled: Bool
        let isNegative: Bool
        /// The product of all that scales it, without the sign; nil if that is not known at load.
        let factor: Double?
    }

    private(set) var terms: [Term] = []
    private let resolution: BranchResolution

    /// Reads what an assignment writes; nil if it is not such a sum.
    init?(assignment node: TrainingNode, _ resolution: BranchResolution) {
        guard node.inputs.count >= 2 else { return nil }
        self.resolution = resolution
        let isDifference = node.op.hasPrefix("AssignSub")
        if isDifference || node.op.hasPrefix("AssignAdd") {
            terms.append(
                Term(
                    origin: resolution.origin(of: node.inputs[0]), tensor: node.inputs[0],
                    isScaled: false, isNegative: false, factor: 1))
        }
        guard
            collect(
                node.inputs[1], isScaled: false, isNegative: isDifference, factor: 1, depth: 0)
        else { return nil }
    }

    private static let termLimit = 16
    private static let depthLimit = 32

    /// False if there are more terms than an average has.
    private mutating func collect(
        _ tensor: TensorReference, isScaled: Bool, isNegative: Bool, factor: Double?, depth: Int
    ) -> Bool {
        guard depth < Self.depthLimit, terms.count < Self.termLimit else { return false }
        let origin = resolution.origin(of: tensor)
        let node = resolution.graph[origin]
        func add(_ index: Int, negated: Bool = false) -> Bool {
            collect(
                node.inputs[index], isScaled: isScaled, isNegative: isNegative != negated,
                factor: factor, depth: depth + 1)
        }
        func add(_ index: Int, scaledBy scale: Int, _ combine: (Double, Double) -> Double) -> Bool {
            let number = resolution.number(node.inputs[scale])
            return collect(
                node.inputs[index], isScaled: true, isNegative: isNegative,
                factor: factor.flatMap { factor in number.map { combine(factor, $0) } },
                depth: depth + 1)
        }
        switch (node.op, node.inputs.count) {
        case ("Add", 2), ("AddV2", 2): return add(0) && add(1)
        case ("Sub", 2): return add(0) && add(1, negated: true)
        case ("AddN", _): return node.inputs.indices.allSatisfy { add($0) }
        case ("Neg", 1): return add(0, negated: true)
        case ("Mul", 2) where isScalar(node.inputs[1]): return add(0, scaledBy: 1, *)
        case ("Mul", 2) where isScalar(node.inputs[0]): return add(1, scaledBy: 0, *)
        case ("RealDiv", 2) where isScalar(node.inputs[1]),
            ("Div", 2) where isScalar(node.inputs[1]):
            return add(0, scaledBy: 1, /)
        default:
            terms.append(
                Term(
                    origin: origin, tensor: tensor, isScaled: isScaled, isNegative: isNegative,
                    factor: factor))
            return true
        }
    }

    /// Whether a tensor has no dimensions, as far as the operators that compute decays go.
    private func isScalar(_ tensor: TensorReference, depth: Int = 0) -> Bool {
        guard depth < Self.depthLimit else { return false }
        let node = resolution.graph[tensor]
        func all(_ inputs: some Sequence<TensorReference>) -> Bool {
            inputs.allSatisfy { isScalar($0, depth: depth + 1) }
        }
        switch node.op {
        case "Const":
            guard let shape = node.attributes.tensor("value")?.tensorShape else { return false }
            return shape.dim.isEmpty && !shape.unknownRank
        case "Placeholder", "VariableV2", "Variable", "VarHandleOp", "PlaceholderWithDefault":
            guard let shape = node.attributes.shape("shape") else { return false }
            return shape.dim.isEmpty && !shape.unknownRank
        case "Add", "AddV2", "Sub", "Mul", "RealDiv", "Div", "Pow", "Minimum", "Maximum", "Cast",
            "Neg", "Exp", "Reciprocal", "Switch", "Merge", "RefSwitch", "ReadVariableOp", "Select",
            "SelectV2", "AssignAdd", "AssignSub":
            return !node.inputs.isEmpty && all(node.inputs.filter { !resolution.isDead($0) })
        case "If", "StatelessIf":
            guard let branches = node.branches else { return false }
            return all(
                [branches.whenTrue, branches.whenFalse].compactMap {
                    $0.indices.contains(tensor.output) ? $0[tensor.output] : nil
                })
        default:
            guard let next = resolution.passedOn(by: tensor) else { return false }
            return isScalar(next, depth: depth + 1)
        }
    }
}
