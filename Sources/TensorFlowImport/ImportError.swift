import Checkpoints
import Graph
import Tensors

/// Why a MetaGraph and its checkpoint don't make an inference graph.
public enum ImportError: Error, Hashable, Sendable {
    /// The checkpoint or the MetaGraph can't be read.
    case checkpoint(CheckpointError)
    /// The graph contradicts itself at a node.
    case malformedGraph(node: String, reason: String)
    /// A name given for an input, an output or a held placeholder is not in the graph.
    case unknownTensor(name: String, option: String, candidates: [Candidate])
    /// The MetaGraph has no signature of this name.
    case unknownSignature(name: String, known: [String])
    /// It is not clear what requests give; the candidates are what the outputs depend on.
    case ambiguousInputs(candidates: [Candidate])
    /// It is not clear what to answer with.
    case ambiguousOutputs(candidates: [Candidate])
    /// The outputs depend on nothing that requests could give.
    case noInput(outputs: [String])
    /// The outputs depend on a placeholder that is neither an input nor held at a value.
    case placeholderWithoutValue(Candidate)
    /// An input's dimensions can't be served as they are.
    case unusableInput(Candidate, reason: String)
    /// The outputs depend on operators that are not supported; all of them, in the graph's order.
    case unsupportedOperators([UnsupportedOperator])
    /// An operator is supported, but not as this node uses it.
    case unsupportedUse(node: String, op: String, reason: String)
    /// A node does not type-check.
    case invalidNode(GraphError)
    /// Which branch of a conditional runs is only known with a request.
    case undecidedBranch(node: String, condition: String?, op: String?)
    /// A batch normalization computes its statistics from the batch, and no moving average of them
    /// is kept.
    case statisticsWithoutAverage(node: String, op: String)
    /// A layer uses batch renormalization.
    case renormalization(layer: String)
    /// A layer normalizes parts of the batch by themselves.
    case virtualBatches(layer: String)
    /// The graph has variables that the checkpoint has not; all of them.
    case missingVariables([MissingVariable], file: String)
    /// Variables whose shape or element type differs between graph and checkpoint; all of them.
    case mismatchedVariables([MismatchedVariable], file: String)

    /// A rename can't be applied; the text is the rename as it was given.
    case unusableRename(String, reason: String)
    /// By renames or the selection of statistics, these variables of the graph have one name in the
    /// checkpoint.
    case readTogether([String], name: String)
    /// More than one variable of the checkpoint could be a moving statistic of the graph.
    case ambiguousStatistic(String, candidates: [String])

    /// A tensor that could be an input or an output.
    public struct Candidate: Hashable, Sendable, CustomStringConvertible {
        /// The tensor's name, as the options take it.
        public let name: String
        /// The operator that produces it.
        public let op: String
        /// The element type, such as `float32`, if the graph tells.
        public let type: String?
        /// The dimensions, nil where unknown; nil as a whole if the graph does not tell.
        public let dimensions: [Int?]?

        /// The name with what is known, such as `images (Placeholder, float32[?, 8, 8, 1])`.
        public var description: String {
            let shape = dimensions.map { dimensions in
                "[" + dimensions.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
            }
            let kind = (type ?? "") + (shape ?? "")
            return kind.isEmpty ? "\(name) (\(op))" : "\(name) (\(op), \(kind))"
        }
    }

    /// An operator without an importer.
    public struct UnsupportedOperator: Hashable, Sendable {
        /// The operator, in TensorFlow's spelling.
        public let op: String
        /// The nodes that need it.
        public let nodes: [String]
    }

    /// A variable that the checkpoint does not hold.
    public struct MissingVariable: Hashable, Sendable {
        /// The name it was looked for under.
        public let name: String
        /// The shape it has in the graph.
        public let shape: [Int?]
        /// Whether it is a moving average that batch normalization needs.
        public let isStatistic: Bool
        /// Names in the checkpoint that look like it.
        public let similar: [String]
    }

    /// A variable that is not in the checkpoint as the graph declares it.
    public struct MismatchedVariable: Hashable, Sendable {
        /// The variable's name.
        public let name: String
        /// The type in the graph, such as `float32[3, 3, 1, 32]`.
        public let expected: String
        /// The type in the checkpoint.
        public let given: String
    }
}
