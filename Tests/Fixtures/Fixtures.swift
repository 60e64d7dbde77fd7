import Foundation

/// Where tests find the golden files that the scripts beside this file made.
public enum Fixtures {
    /// The folder of all golden files.
    public static var directory: URL { Bundle.module.bundleURL.appendingPathComponent("Resources") }

    /// The golden file or folder at `path` below the folder of all golden files.
    public static func url(_ path: String) -> URL { directory.appendingPathComponent(path) }

    /// The bytes of the golden file at `path`; throws what Foundation throws where it is missing.
    public static func data(_ path: String) throws -> Data { try Data(contentsOf: url(path)) }

    /// The cases in the folder `collection`, sorted by name.
    ///
    /// Throws if the folder or the `case.json` of one of its cases can't be read.
    public static func cases(_ collection: Collection) throws -> [GoldenCase] {
        try FileManager.default
            .contentsOfDirectory(atPath: url(collection.rawValue).path)
            .sorted()
            .map { try GoldenCase(name: $0, directory: url(collection.rawValue + "/" + $0)) }
    }

    /// A folder that holds one folder per case.
    public enum Collection: String, Sendable {
        /// Checkpoints of trained networks with batch normalization: `model-12.index` and so on.
        case batchNorm = "batch-norm"
        /// Single operators, each a frozen `graph.meta` that reads `x` and computes `y`.
        case operators
        /// Checkpoints of trained networks with dropout, noise, other branches on the training
        /// flag, and input pipelines.
        case trainingSwitch = "training-switch"
        /// Checkpoints that must not be served, for the manifest's `reason`.
        case refused
        /// Checkpoints with moving averages of variables: `expected-raw.npy`, `expected-ema.npy`.
        case averages
        /// Checkpoints whose variables have other names than in the graph.
        case renamed
        /// Checkpoints without moving statistics, data, and the statistics these give.
        case calibration
        /// Checkpoints with variables that no output depends on.
        case export
        /// Small variants of networks that people serve: `network.meta`, with weights and images that
        /// `SeededValues` makes.
        case networks
    }
}
