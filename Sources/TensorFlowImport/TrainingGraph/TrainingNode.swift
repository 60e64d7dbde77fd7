/// A node of a training graph, with its inputs resolved to positions.
struct TrainingNode {
    let name: String
    /// The operator, in TensorFlow's spelling.
    var op: String
    var inputs: [TensorReference]
    /// Nodes that must have run before; they only matter to tell whether a node runs at all.
    var controls: [Int]
    let attributes: NodeAttributes
    /// For a conditional whose functions have been put into the graph: what each branch gives.
    var branches: Branches?
    /// How many function calls the node lies within.
    var depth = 0

    struct Branches {
        let whenTrue: [TensorReference]
        let whenFalse: [TensorReference]
    }
}

extension TrainingNode {
    /// Whether the first output is the first input unchanged.
    var passesFirstInput: Bool { Self.passing.contains(op) }

    private static let passing: Set<String> = [
        "Identity", "RefIdentity", "StopGradient", "PreventGradient", "CheckNumerics",
        "CheckNumericsV2", "Snapshot", "Print", "EnsureShape", "DebugIdentity", "DebugIdentityV2",
    ]

    /// Whether a variable lives here.
    var isVariable: Bool { Self.variables.contains(op) }

    private static let variables: Set<String> = [
        "VariableV2", "Variable", "VarHandleOp",
    ]

    var isSwitch: Bool { op == "Switch" || op == "RefSwitch" }

    var isMerge: Bool { op == "Merge" || op == "RefMerge" }

    var isConditional: Bool { op == "If" || op == "StatelessIf" }

    /// Whether a variable is written; the result, where there is one, is the variable.
    var isAssignment: Bool { Self.assignments.contains(op) }

    private static let assignments: Set<String> = [
        "Assign", "AssignAdd", "AssignSub", "AssignVariableOp", "AssignAddVariableOp",
        "AssignSubVariableOp",
    ]

    var isFusedBatchNorm: Bool {
        op == "FusedBatchNorm" || op == "FusedBatchNormV2" || op == "FusedBatchNormV3"
    }
}
