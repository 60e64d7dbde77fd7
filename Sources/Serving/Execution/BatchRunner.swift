import Tensors

/// Computes a model's outputs for the rows of one batch.
///
/// Made, used and released on the one executor thread it serves, so it need not be `Sendable`.
public protocol BatchRunner {
    /// Computes the outputs of the rows in `inputs`: one tensor for each input of the signature, all
    /// with the same row count. Gives one tensor for each output, with as many rows.
    ///
    /// - Parameter threads: How many threads may share the work, at least 1; the results do not depend
    ///   on it.
    mutating func run(_ inputs: [Tensor], threads: Int) throws -> [Tensor]
}
