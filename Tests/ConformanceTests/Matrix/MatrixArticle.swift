import Fixtures
import Foundation

/// The article of the documentation that says how far answers are from TensorFlow's.
enum MatrixArticle {
    /// Where it is kept.
    static var url: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Graph/Graph.docc/Matrix.md")
    }

    /// The golden cases of all collections.
    static func cases() throws -> [GoldenCase] {
        try Fixtures.cases(.batchNorm) + Fixtures.cases(.trainingSwitch)
            + Fixtures.cases(.operators)
    }

    /// The article with the errors of this machine.
    static func markdown(_ cases: [MeasuredCase]) -> String {
        let tables = MatrixSection.all.map { MatrixTable($0, cases).markdown }
        return introduction + "\n" + tables.joined(separator: "\n")
    }

    private static let introduction = """
        # The matrix

        How far answers are from TensorFlow's own, for every way in which batch normalization was found
        in checkpoints.

        ## Overview

        Each case is a small network that TensorFlow 2.12.1 (with tf-slim 1.1 for `tf.contrib.layers`)
        trained, saved as `Saver` does it, and asked with `training=False`. The case is imported once and
        answers in three ways:

        - **raw**: node by node as imported, by the plain kernels,
        - **rewritten**: node by node after the rules of <doc:InferenceMode>, by the plain kernels,
        - **compiled**: as it is served, by oneDNN's kernels where there are any.

        A row gives the worst case in it. The absolute error is the largest difference between two numbers
        in the same place; the relative error is its share of the largest number of the output. Every case
        must stay within 1e-5 in each way, which `swift test --filter ConformanceTests` checks.

        Interfaces: `layers` is `tf.layers.batch_normalization`; `contrib` is
        `tf.contrib.layers.batch_norm`, `contrib-in-place` the same without `UPDATE_OPS`;
        `tf.nn.batch_normalization` by hand with `assign_moving_average` is `averaged`, with
        `ExponentialMovingAverage` it is `ema`, with `tf.assign` it is `assigned`; `debiased` ones remove
        the moving mean's bias towards zero.

        The tables are made by

            STEADY_MATRIX=Sources/Graph/Graph.docc/Matrix.md swift test --filter MatrixTests

        """
}
