import Checkpoints
import Foundation

/// Where a model's checkpoint lies, before more of it than file names is read.
public struct ModelSource: Sendable {
    /// The checkpoint's files.
    public let location: CheckpointLocation
    /// What the model is called unless another name is given.
    public let name: String

    /// Finds the checkpoint that a path means.
    ///
    /// - Parameter path: A folder, prefix or file, as `CheckpointLocation.resolve` takes it; nil is the
    ///   embedded model.
    /// - Throws: `CheckpointError` where there is none, `ServingError.noEmbeddedModel`.
    public init(path: String?) throws {
        if let path {
            location = try CheckpointLocation.resolve(URL(fileURLWithPath: path))
            name = ModelIdentity(prefix: location.prefix.path, step: nil).name
        } else {
            location = try CheckpointLocation.resolve(EmbeddedModel.folder())
            name = EmbeddedModel.name
        }
    }

    /// The version of what was read.
    func version(step: Int?) -> String {
        ModelIdentity(prefix: location.prefix.path, step: step).version
    }
}
