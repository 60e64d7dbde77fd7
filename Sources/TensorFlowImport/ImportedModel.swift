import Checkpoints
import Graph
import Tensors

/// A model as its graph says it answers at inference, not yet optimized.
public struct ImportedModel: Sendable {
    /// The computation; inputs and outputs have the names that requests use, constants the names of
    /// the variables they were.
    public let graph: Graph
    /// The variables that the graph holds, in the order it needs them.
    public let variables: [Variable]
    /// Names in the checkpoint that nothing in the graph needs: optimizer slots, for one.
    public let unreadVariables: [String]
    /// Moving averages of variables that the checkpoint has, by the names of the variables in the
    /// graph; whether they are used, the options of the import say.
    public let averages: [String: String]
    /// What the import decided.
    public let notes: [ImportNote]
    /// The version of TensorFlow that saved the graph, if it says so.
    public let tensorFlowVersion: String?
    /// The training step at which the checkpoint was saved, if it holds one.
    public let globalStep: Int?

    /// The checkpoint in whose mapped files the graph's constants lie, if any.
    var checkpoint: Checkpoint?

    /// Throws if a file that the graph's constants lie in has been written to or cut short since it was
    /// checked: what was made of them is then not to be trusted.
    ///
    /// - Throws: `ImportError.checkpoint`.
    public func confirmUnchanged() throws(ImportError) {
        do throws(CheckpointError) {
            try checkpoint?.confirmUnchanged()
        } catch { throw .checkpoint(error) }
    }

    /// A trained variable.
    public struct Variable: Hashable, Sendable {
        /// The name in the graph, which constants of the graph have too.
        public let name: String
        /// The name in the checkpoint.
        public let checkpointName: String
        /// The extents.
        public let shape: Shape
        /// The type of the elements.
        public let elementType: ElementType
    }
}
