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

    /// Computes what is known, recognizes written-out functions, moves affine maps to where they cost
    /// nothing and transpositions to where they take each other back.
    public static func simplification(
        evaluate: @escaping ConstantEvaluator
    ) -> [any RewriteRule] {
        [
            BatchNormalizationToAffine(),
            ConstantFolding(evaluate: evaluate),
            IdentityRemoval(),
            CommonSubexpressions(),
            ArithmeticToAffine(),
            AffineComposition(),
            ClippingRecognition(),
            SwishRecognition(),
            HardSigmoidRecognition(),
            HardSwishRecognition(),
            GeluRecognition(),
            PaddingFolding(),
            PoolingBeforeConvolution(),
            AffineFoldingBackward(),
            AffineThroughPadding(),
            AffineThroughConcatenation(),
            AffineThroughAddition(),
            AffineThroughWindow(),
            TranspositionThroughElementwise(),
            TranspositionThroughChannels(),
            TranspositionThroughMovement(),
            TranspositionThroughReduction(),
            TranspositionIntoWeights(),
        ]
    }

    /// Lets the products do what comes before and after them; runs when affine maps have settled.
    public static let fusion: [any RewriteRule] = [
        AffineFoldingForward(),
        AffineForwardThroughPadding(),
        AffineAfterReduction(),
        AffineAfterConcatenation(),
        ActivationMoving(),
        ActivationFusion(),
        ResidualFusion(),
    ]

    /// Chooses the cheaper of operations that do the same; runs last.
    public static let selection: [any RewriteRule] = [
        SinglePlaceConvolution(),
        TranspositionToReshape(),
        IdentityRemoval(),
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
        try phases(of: graph, evaluate: evaluate).optimized
    }

    /// What a graph becomes, phase by phase.
    public struct Phases: Sendable {
        /// With all batch normalization recognized.
        public let recognized: Graph
        /// With written-out functions recognized, and affine maps and transpositions settled.
        public let simplified: Graph
        /// Ready to be compiled.
        public let optimized: Graph
    }

    /// The graph after each phase.
    ///
    /// - Throws: `GraphError` with the rule and node at fault.
    public static func phases(
        of graph: Graph, evaluate: @escaping ConstantEvaluator
    ) throws(GraphError) -> Phases {
        let recognized = try recognized(graph)
        let simplified = try recognized.rewritten(by: simplification(evaluate: evaluate))
        return Phases(
            recognized: recognized, simplified: simplified,
            optimized: try simplified.rewritten(by: fusion).rewritten(by: selection))
    }
}
