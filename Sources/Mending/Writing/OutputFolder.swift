import Checkpoints
import Foundation

/// The folder that a checkpoint is written to.
enum OutputFolder {
    /// Refuses the folder that holds the model: what trains there keeps its own checkpoints in order.
    ///
    /// - Throws: `MendingError.sameFolder`.
    static func requireOther(
        _ folder: URL, than location: CheckpointLocation
    ) throws(MendingError) {
        let model = location.prefix.deletingLastPathComponent()
        guard identity(of: folder) != identity(of: model) else {
            throw .sameFolder(path: folder.path)
        }
    }

    /// What is the same however a folder is written: with links, with dots, from elsewhere.
    private static func identity(of folder: URL) -> String {
        let path = folder.resolvingSymlinksInPath().standardizedFileURL.path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let file = attributes?[.systemFileNumber] as? Int,
            let system = attributes?[.systemNumber] as? Int
        else { return path }
        return "\(system):\(file)"
    }
}
