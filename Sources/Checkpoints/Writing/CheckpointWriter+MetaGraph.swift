import Foundation
import Wire

extension CheckpointWriter {
    /// The graph to lay beside a checkpoint, as its `.meta` file.
    public enum MetaGraph: Sendable {
        /// A `.meta` file to copy, byte for byte.
        case file(URL)
        /// The contents of a `.meta` file.
        case bytes([UInt8])
        /// A graph to encode.
        case message(TFMetaGraphDef)

        /// The graph of an existing checkpoint; nil if it has none.
        ///
        /// - Throws: `CheckpointError.damagedMetaGraph` or `.unreadable` if it is in a SavedModel that
        ///   can't be read.
        public init?(of location: CheckpointLocation) throws(CheckpointError) {
            switch location.graph {
            case nil: return nil
            case .metaGraph(let url): self = .file(url)
            case .savedModel: self = .message(try location.readMetaGraph())
            }
        }

        func write(
            to file: WritableFile, with operations: any FileOperations
        ) throws(CheckpointError) {
            switch self {
            case .file(let url):
                try Self.copy(url, to: file, with: operations)
            case .bytes(let bytes):
                try operations.write(bytes, to: file, at: 0)
            case .message(let message):
                let bytes: [UInt8]
                do throws(WireError) {
                    bytes = try message.encoded()
                } catch {
                    throw .unwritable(file: file.path, reason: "\(error)")
                }
                try operations.write(bytes, to: file, at: 0)
            }
        }

        private static func copy(
            _ url: URL, to file: WritableFile, with operations: any FileOperations
        ) throws(CheckpointError) {
            let source = try ReadOnlyFile(path: url.path)
            for start in stride(from: 0, to: source.byteCount, by: Checkpoint.chunkByteCount) {
                let count = min(Checkpoint.chunkByteCount, source.byteCount - start)
                let chunk = try source.bytes(at: start, count: count)
                try operations.write(chunk, to: file, at: start)
            }
        }
    }
}
