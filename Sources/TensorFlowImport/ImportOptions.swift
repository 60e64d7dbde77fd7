/// What a person says about a model where its graph leaves a choice.
public struct ImportOptions: Hashable, Sendable {
    /// The tensors that requests give, `node` or `node:output`; empty to infer them.
    public var inputNodes: [String]
    /// The tensors to answer with, `node` or `node:output`; empty to infer them.
    public var outputNodes: [String]
    /// Dimensions for inputs whose graph does not fix them, by the input's name; nil, only allowed
    /// outermost, stands for the batch.
    public var inputShapes: [String: [Int?]]
    /// Values for placeholders that are no inputs, by name, such as a `keep_prob` of 1.
    ///
    /// Booleans are 0 and 1. Boolean placeholders are false unless given here.
    public var heldPlaceholders: [String: Double]
    /// Which of the MetaGraph's signatures to use; nil prefers `serving_default`.
    public var signature: String?
    /// How names of variables in the graph become names in the checkpoint; applied in this order.
    public var renames: [Rename]
    /// Parts of names in the checkpoint: of variables that are the moving statistics which it lacks
    /// under the graph's names.
    public var statistics: [String]
    /// Which values weights take where the training kept moving averages of them.
    public var averages: Averages
    /// What becomes of variables that the checkpoint lacks.
    public var missingVariables: MissingVariables

    /// What becomes of variables that the checkpoint lacks.
    public enum MissingVariables: Hashable, Sendable {
        /// The import is refused, naming them all.
        case refused
        /// Those whose initial value is one number throughout take it, as moving statistics do with
        /// 0 and 1. Such a model gives wrong answers; it is there to compute what lacks.
        case initial
    }

    /// Which values weights take.
    public enum Averages: String, Hashable, Sendable, CaseIterable {
        /// The weights as the optimizer left them.
        case raw
        /// Their exponential moving averages, where there are any.
        case ema
    }

    /// Makes options; by default everything is inferred.
    public init(
        inputNodes: [String] = [], outputNodes: [String] = [],
        inputShapes: [String: [Int?]] = [:], heldPlaceholders: [String: Double] = [:],
        signature: String? = nil, renames: [Rename] = [], statistics: [String] = [],
        averages: Averages = .raw, missingVariables: MissingVariables = .refused
    ) {
        self.inputNodes = inputNodes
        self.outputNodes = outputNodes
        self.inputShapes = inputShapes
        self.heldPlaceholders = heldPlaceholders
        self.signature = signature
        self.renames = renames
        self.statistics = statistics
        self.averages = averages
        self.missingVariables = missingVariables
    }
}
