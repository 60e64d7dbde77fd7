import Graph

extension ReferenceKernels {
    /// Computes constants while a graph is rewritten, as the engine would at run time.
    ///
    /// Constants do not depend on the batch, so any batch size serves.
    public static let constantEvaluator: ConstantEvaluator = { operation, inputs in
        try evaluate(operation, inputs, batchSize: 1)
    }
}
