import Checkpoints
import Tensors
import Wire

/// Decides, with training switched off, which way every conditional goes.
///
/// Numbers that can be known before a request are computed on demand: constants, placeholders held
/// at a value, and the training switch, which is false. Not `Sendable`; used by one import.
final class BranchResolution {
    let graph: TrainingGraph
    /// Placeholders by node with the value they are held at.
    private let held: [Int: Double]
    /// Nodes taken as the training switch, with what they would have been otherwise.
    private(set) var switches: [Int: SwitchKind] = [:]
    private var numbers: [TensorReference: Double?] = [:]
    var liveness: [Liveness]

    /// How a training switch was found in the graph.
    enum SwitchKind {
        case placeholder
        /// A placeholder that would be true unless fed.
        case defaultTrue
        case constantTrue
        case variable
    }

    enum Liveness: UInt8 { case unknown, alive, dead }

    init(graph: TrainingGraph, held: [Int: Double]) {
        self.graph = graph
        self.held = held
        liveness = [Liveness](repeating: .unknown, count: graph.nodes.count)
    }

    /// Whether the condition holds; nil if that is only known with a request.
    func condition(_ tensor: TensorReference) -> Bool? {
        number(tensor).map { $0 != 0 }
    }

    /// Conditions and what they compare are small; anything deeper is data.
    private static let depthLimit = 64

    /// The value of a scalar, booleans as 0 and 1; nil if it is not known.
    func number(_ tensor: TensorReference, depth: Int = 0) -> Double? {
        if let known = numbers[tensor] { return known }
        guard depth < Self.depthLimit else { return nil }
        numbers[tensor] = .some(nil)  // What depends on itself, in a loop, is not known.
        let result = compute(tensor, depth: depth + 1)
        numbers[tensor] = .some(result)
        return result
    }

    private func compute(_ tensor: TensorReference, depth: Int) -> Double? {
        let node = graph[tensor]
        if let value = held[tensor.node] { return value }
        func input(_ index: Int) -> Double? {
            node.inputs.indices.contains(index) ? number(node.inputs[index], depth: depth) : nil
        }
        switch node.op {
        case "Const": return constant(node, at: tensor.node)
        case "Placeholder", "PlaceholderV2":
            return takeAsSwitch(tensor.node, .placeholder, if: isBoolean(node)) ? 0 : nil
        case "PlaceholderWithDefault":
            guard isBoolean(node) else { return input(0) }
            let kind = input(0) == 0 ? SwitchKind.placeholder : .defaultTrue
            return takeAsSwitch(tensor.node, kind, if: true) ? 0 : nil
        case "VariableV2", "Variable", "VarHandleOp":
            return takeAsSwitch(tensor.node, .variable, if: isBoolean(node)) ? 0 : nil
        case "IsVariableInitialized", "VarIsInitializedOp": return 1
        case "ReadVariableOp", "Squeeze", "Reshape", "ExpandDims", "Cast", "Switch", "RefSwitch":
            return input(0)
        case "Merge", "RefMerge":
            return liveInput(ofMerge: tensor.node).flatMap { number($0, depth: depth) }
        case "If", "StatelessIf":
            return chosenResult(tensor).flatMap { number($0, depth: depth) }
        case "IdentityN": return input(tensor.output)
        case "LogicalNot": return input(0).map { $0 == 0 ? 1 : 0 }
        case "LogicalAnd": return both(input(0), input(1), decisive: 0)
        case "LogicalOr": return both(input(0), input(1), decisive: 1)
        default:
            if node.passesFirstInput { return input(0) }
            guard let function = Self.functions[node.op], let left = input(0), let right = input(1)
            else { return nil }
            return function(left, right)
        }
    }

    /// And and or are decided by one side alone if it has the decisive value.
    private func both(_ left: Double?, _ right: Double?, decisive: Double) -> Double? {
        if left == decisive || right == decisive { return decisive }
        return left == nil || right == nil ? nil : 1 - decisive
    }

    private static let functions: [String: @Sendable (Double, Double) -> Double] = [
        "Equal": { $0 == $1 ? 1 : 0 }, "NotEqual": { $0 != $1 ? 1 : 0 },
        "Less": { $0 < $1 ? 1 : 0 }, "LessEqual": { $0 <= $1 ? 1 : 0 },
        "Greater": { $0 > $1 ? 1 : 0 }, "GreaterEqual": { $0 >= $1 ? 1 : 0 },
        "Add": { $0 + $1 }, "AddV2": { $0 + $1 }, "Sub": { $0 - $1 }, "Mul": { $0 * $1 },
        "RealDiv": { $0 / $1 },
    ]

    /// A true constant that chooses branches is a training switch if its name says so, or if it has
    /// no name and the graph has no other switch: few conditionals on a constant mean anything else.
    private func constant(_ node: TrainingNode, at index: Int) -> Double? {
        guard let proto = node.attributes.tensor("value"), proto.dtype != .dtString,
            let tensor = try? proto.tensor(), tensor.elementCount == 1
        else { return nil }
        let value = tensor.firstNumber
        guard tensor.elementType == .bool, value == 1,
            Self.soundsLikeTraining(node.name) || Self.isUnnamed(node.name) && !hasOtherSwitch
        else { return value }
        switches[index] = .constantTrue
        return 0
    }

    private static func lastPart(_ name: String) -> String {
        name.split(separator: "/").last.map { $0.lowercased() } ?? ""
    }

    private static func soundsLikeTraining(_ name: String) -> Bool {
        let last = lastPart(name)
        return ["train", "phase", "learning"].contains { last.contains($0) }
    }

    private static func isUnnamed(_ name: String) -> Bool { lastPart(name).hasPrefix("const") }

    /// Whether the graph has a boolean that is fed or kept in a variable, or a true constant named
    /// for training.
    private lazy var hasOtherSwitch: Bool = graph.nodes.contains { node in
        switch node.op {
        case "Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "VariableV2", "Variable",
            "VarHandleOp":
            return isBoolean(node)
        case "Const": return isBoolean(node) && Self.soundsLikeTraining(node.name)
        default: return false
        }
    }

    /// Whether a node was taken as the training switch.
    func isSwitch(_ node: Int) -> Bool { switches[node] != nil }

    /// Whether a placeholder has a value at inference: it is held at one, or is a training switch.
    func isFixed(_ node: Int) -> Bool {
        held[node] != nil || isBoolean(graph.nodes[node])
    }

    private func isBoolean(_ node: TrainingNode) -> Bool {
        node.attributes.type("dtype")?.withoutReference == .dtBool
    }

    private func takeAsSwitch(_ node: Int, _ kind: SwitchKind, if isBoolean: Bool) -> Bool {
        if isBoolean, switches[node] == nil { switches[node] = kind }
        return isBoolean
    }
}
