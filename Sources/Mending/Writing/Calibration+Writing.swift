import Checkpoints
import Foundation
import TensorFlowImport
import Tensors
import Wire

extension Calibration {
    /// Writes the checkpoint again with the computed statistics: every variable it holds, byte for
    /// byte, and the statistics under the names that the graph gives them.
    ///
    /// The graph's own `Saver` is extended to restore them, so that `import_meta_graph` does. A program
    /// that restores with `Saver()` finds every variable too, unless it has some, such as an
    /// optimizer's slots, that the checkpoint never held.
    /// - Parameters:
    ///   - location: The checkpoint that was calibrated.
    ///   - folder: Where to write, made if missing; checkpoints in it are kept.
    /// - Throws: `CheckpointError`, `MendingError.sameFolder` or `.notCalibratable`.
    public func write(
        completing location: CheckpointLocation, to folder: URL
    ) throws -> CheckpointLocation {
        try OutputFolder.requireOther(folder, than: location)
        let checkpoint = try Checkpoint(at: location)
        let computed = try tensors(in: checkpoint)
        let names = Set(checkpoint.variableNames).union(computed.keys).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        let output = CheckpointFolder(at: folder, maxToKeep: 0)
        var writer = try output.writer(
            named: output.unusedName(for: location.prefix.lastPathComponent))
        for name in names {
            if let tensor = computed[name] {
                try writer.add(tensor, named: name)
            } else {
                try writer.copy(name, from: checkpoint)
            }
        }
        var saver = SaverRewriting(try location.readMetaGraph())
        let held = Set(names)
        saver.keep { held.contains($0) }
        saver.add(
            layers.flatMap { [$0.mean, $0.variance] }.map { ($0.checkpointName, $0.name) })
        return try output.add(writer, graph: .message(saver.meta)).added
    }

    /// Checks, before the work is done, that a folder may be written to.
    ///
    /// - Throws: `MendingError.sameFolder`.
    public static func requireWritable(
        _ folder: URL, completing location: CheckpointLocation
    ) throws(MendingError) {
        try OutputFolder.requireOther(folder, than: location)
    }

    /// The statistics as the variables hold them, by name in the checkpoint.
    private func tensors(in checkpoint: Checkpoint) throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for layer in layers {
            for (variable, values) in [
                (layer.mean, layer.after.means), (layer.variance, layer.after.variances),
            ] {
                if let stored = checkpoint.variable(named: variable.checkpointName),
                    stored.shape != variable.shape
                {
                    throw MendingError.notCalibratable(
                        layer: layer.name,
                        reason: "'\(variable.checkpointName)' is a part of a larger variable")
                }
                tensors[variable.checkpointName] = try Tensor(values, shape: variable.shape)
                    .converted(to: variable.elementType)
            }
        }
        return tensors
    }
}
