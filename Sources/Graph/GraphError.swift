/// Why a graph can't be built or rewritten.
public enum GraphError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A node does not type-check. `reason` says which input is wrong and what was expected.
    case invalidNode(node: String, operation: String, reason: String)
    /// A value does not belong to the graph it was used in.
    case unknownValue(node: String)
    /// A rewrite rule failed; `reason` is the underlying error.
    case ruleFailed(rule: String, node: String, reason: String)
    /// The rules kept changing the graph; the last one that did is named.
    case noFixpoint(rule: String, rounds: Int)

    /// A sentence for people.
    public var description: String {
        switch self {
        case .invalidNode(let node, let operation, let reason):
            "node '\(node)' (\(operation)): \(reason)"
        case .unknownValue(let node):
            "node '\(node)': an input does not belong to this graph"
        case .ruleFailed(let rule, let node, let reason):
            "rewrite rule '\(rule)' failed at node '\(node)': \(reason)"
        case .noFixpoint(let rule, let rounds):
            "rewriting did not settle after \(rounds) rounds; the last rule to change something "
                + "was '\(rule)'"
        }
    }
}

/// Why an operation can't take its inputs; the graph adds the node's name.
struct TypeMismatch: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
