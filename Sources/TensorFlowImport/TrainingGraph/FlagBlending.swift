/// Finds sums that blend two values by the training flag as a number, `flag · a + (1 − flag) · b`: at
/// inference they are one of the two.
struct FlagBlending {
    private let resolution: BranchResolution
    private var graph: TrainingGraph { resolution.graph }

    init(_ resolution: BranchResolution) { self.resolution = resolution }

    /// The value that a sum is at inference; nil if it blends nothing, or by numbers that are known
    /// without the flag.
    func chosen(_ tensor: TensorReference) -> TensorReference? {
        let sum = graph[tensor]
        guard sum.op == "Add" || sum.op == "AddV2", sum.inputs.count == 2,
            let left = term(sum.inputs[0]), let right = term(sum.inputs[1]),
            left.isByFlag || right.isByFlag
        else { return nil }
        switch (left.factor, right.factor) {
        case (0, 1): return right.value
        case (1, 0): return left.value
        default: return nil
        }
    }

    /// A value and the number it is multiplied by.
    private struct Term {
        let value: TensorReference
        let factor: Double
        let isByFlag: Bool
    }

    private func term(_ tensor: TensorReference) -> Term? {
        let product = graph[resolution.origin(of: tensor)]
        guard product.op == "Mul", product.inputs.count == 2 else { return nil }
        for (factor, value) in [(0, 1), (1, 0)] {
            let scalar = product.inputs[factor]
            if let number = resolution.number(scalar), number == 0 || number == 1 {
                return Term(
                    value: product.inputs[value], factor: number, isByFlag: isByFlag(scalar))
            }
        }
        return nil
    }

    /// Whether a number is computed from a boolean.
    private func isByFlag(_ tensor: TensorReference) -> Bool {
        let node = graph[resolution.origin(of: tensor)]
        switch node.op {
        case "Cast": return node.attributes.type("SrcT") == .dtBool
        case "Sub": return node.inputs.contains { isByFlag($0) }
        default: return false
        }
    }
}
