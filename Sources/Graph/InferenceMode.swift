/// What turns an imported graph into the one that is compiled: rules, in phases.
///
/// Each phase runs to its fixpoint before the next begins.
public struct InferenceMode: Sendable {
    /// Finds batch normalization that was written out, while its variables still have their names.
    public static let recognition: [any RewriteRule] = [
        ConstantReshaping(),
        IdentityRemoval(),
        BatchNormalizationRecognition(),
    ]

    /// Computes what is known and moves affine maps to where they cost nothing.
    public static func simplification(
        evaluate: @escaping ConstantEvaluator
    ) -> [any RewriteRule] {
        [
            BatchNormalizationToAffine(),
            ConstantFolding(evaluate: evaluate),
            IdentityRemoval(),
            ArithmeticToAffine(),
            AffineComposition(),
            PaddingFolding(),
            AffineFoldingBackward(),
        ]
    }

    /// Lets the products do what comes after them; runs last, when affine maps have settled.
    public static let fusion: [any RewriteRule] = [
        AffineFoldingForward(),
        ActivationFusion(),
        ResidualFusion(),
    ]

    /// The graph with all batch normalization recognized: what the audit looks at.
    ///
    /// - Throws: `GraphError` with the rule and node at fault.
    public static func recognized(_ graph: Graph) throws(GraphError) -> Graph {
        try graph.rewritten(by: recognition)
    }

    /// The graph ready to be compiled: fewer nodes, the same answers up to rounding.
    ///
    /// - Throws: `GraphError` with the rule and node at fault.
    public static func optimized(
        _ graph: Graph, evaluate: @escaping ConstantEvaluator
    ) throws(GraphError) -> Graph {
        try graph.rewritten(by: recognition)
            .rewritten(by: simplification(evaluate: evaluate))
            .rewritten(by: fusion)
    }
}
