extension Finding {
    /// The kind of a finding; the raw value is stable, and what `--allow` takes.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Moving statistics still are what they were initialized to.
        case statisticsNeverUpdated = "statistics-never-updated"
        /// Every scale γ of a layer is 0.
        case scaleAllZero = "scale-all-zero"
        /// A moving variance is negative.
        case varianceNegative = "variance-negative"
        /// A moving mean or variance is NaN or infinite.
        case statisticsNotFinite = "statistics-not-finite"
        /// A layer's statistics are computed from the batch.
        case statisticsFromBatch = "statistics-from-batch"
        /// The checkpoint has no moving statistics for a layer.
        case statisticsMissing = "statistics-missing"
        /// The checkpoint lacks another variable of the graph.
        case variableMissing = "variable-missing"
        /// A variable has another shape than in the graph.
        case variableShape = "variable-shape"
        /// A variable has another element type than in the graph.
        case variableType = "variable-type"
        /// A layer uses batch renormalization.
        case renormalization = "renorm"
        /// A layer normalizes parts of the batch by themselves.
        case virtualBatches = "virtual-batch-size"
        /// The checkpoint has moving averages of weights too, and nobody said which to take.
        case averagesUnstated = "averages-unstated"
        /// The checkpoint has variables that the outputs do not depend on.
        case unreadVariables = "unread-variables"
    }

    /// How much a finding weighs.
    public enum Severity: String, Hashable, Sendable {
        /// The model is not served.
        case error
        /// The model is served, and the log warns.
        case warning
        /// Good to know.
        case information
    }
}

extension Finding.Code {
    /// How much findings of this kind weigh unless allowed.
    public var severity: Finding.Severity {
        switch self {
        case .averagesUnstated: .warning
        case .unreadVariables: .information
        default: .error
        }
    }

    /// Whether a person may accept it: not where there is nothing to compute an answer with, or none
    /// that would not depend on the batch.
    public var canBeAllowed: Bool {
        switch self {
        case .statisticsNeverUpdated, .scaleAllZero, .varianceNegative, .statisticsNotFinite,
            .averagesUnstated, .unreadVariables:
            true
        case .statisticsFromBatch, .statisticsMissing, .variableMissing, .variableShape,
            .variableType, .renormalization, .virtualBatches:
            false
        }
    }

    /// What to do about it, where nothing more is known.
    public var mend: String {
        switch self {
        case .statisticsNeverUpdated:
            "train with the update operations (tf.compat.v1.get_collection("
                + "tf.compat.v1.GraphKeys.UPDATE_OPS) as control dependencies of the training step), "
                + "or compute the statistics from data with steady calibrate"
        case .scaleAllZero:
            "take another checkpoint; a scale of 0 is only right where the layer was initialized so "
                + "and shall add nothing"
        case .varianceNegative:
            "take another checkpoint, or compute the statistics from data with steady calibrate; no "
                + "data has a negative variance"
        case .statisticsNotFinite:
            "take a checkpoint from before training diverged, or compute the statistics from data "
                + "with steady calibrate"
        case .statisticsFromBatch:
            "save the graph that was built with training=False, or one that keeps moving averages"
        case .statisticsMissing:
            "save them too: tf.compat.v1.train.Saver(var_list=tf.compat.v1.trainable_variables() + "
                + "[v for v in tf.compat.v1.global_variables() if 'moving_' in v.name]), or compute "
                + "them from data with steady calibrate"
        case .variableMissing: "save again with these variables"
        case .variableShape, .variableType: "use the .meta file saved with this checkpoint"
        case .renormalization: "train the layer with renorm=False"
        case .virtualBatches: "save the graph that was built without virtual_batch_size"
        case .averagesUnstated: "say which with --averages raw or --averages ema"
        case .unreadVariables: "steady export writes a checkpoint without them"
        }
    }
}
