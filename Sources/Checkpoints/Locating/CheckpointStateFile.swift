import Foundation
import Wire

/// The file `checkpoint` of a folder: which checkpoints the trainer kept and which is the latest.
public struct CheckpointStateFile: Sendable {
    /// The path of the state file.
    public let path: String
    /// The prefix of the latest checkpoint, as written: absolute or relative to the folder.
    public let latest: String
    /// The prefixes of all checkpoints kept, oldest first, as written.
    public let all: [String]

    /// What a folder's state file is called.
    static let name = "checkpoint"

    /// Even thousands of checkpoints take less.
    private static let byteLimit = 16 << 20

    /// Reads a state file.
    ///
    /// - Throws: `CheckpointError.unreadable`, or `.malformedState` if it is not protobuf's text format
    ///   or names no checkpoint.
    public init(path: String) throws(CheckpointError) {
        let bytes = try ReadOnlyFile.contents(of: path, limit: Self.byteLimit)
        let state: TFCheckpointState
        do throws(WireError) {
            state = try TFCheckpointState(decodingText: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .malformedState(file: path, reason: "\(error)")
        }
        guard !state.modelCheckpointPath.isEmpty else {
            throw .malformedState(file: path, reason: "it has no model_checkpoint_path")
        }
        self.path = path
        latest = state.modelCheckpointPath
        all = state.allModelCheckpointPaths
    }

    /// The state of a folder whose newest checkpoint is the last of `all`; nil if there is none.
    init?(path: String, all: [String]) {
        guard let latest = all.last else { return nil }
        self.path = path
        self.latest = latest
        self.all = all
    }

    /// The contents of the file, as TensorFlow's `Saver` writes them.
    ///
    /// Source: tensorflow/python/checkpoint/checkpoint_management.py, `update_checkpoint_state`.
    var text: String {
        var state = TFCheckpointState()
        state.modelCheckpointPath = latest
        state.allModelCheckpointPaths = all
        return state.encodedText()
    }

    /// Absolute prefixes where the latest checkpoint may be, likeliest first: where it was written,
    /// and beside the state file, since folders are moved as a whole.
    public var latestCandidates: [String] {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let written = latest.hasPrefix("/") ? latest : folder + "/" + latest
        let name = latest.split(separator: "/").last.map(String.init) ?? latest
        let beside = folder + "/" + name
        return written == beside ? [written] : [written, beside]
    }
}
