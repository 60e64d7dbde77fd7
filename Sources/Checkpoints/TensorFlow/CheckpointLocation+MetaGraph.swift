import Foundation
import Wire

extension CheckpointLocation {
    /// The most that protobuf lets one message take.
    private static let messageByteLimit = Int(Int32.max)

    /// Reads the graph that was saved with the checkpoint.
    ///
    /// Of a SavedModel's graphs it is the one tagged `serve`, or the only one.
    /// - Throws: `CheckpointError.metaGraphMissing`, `.damagedMetaGraph` or `.unreadable`.
    public func readMetaGraph() throws(CheckpointError) -> TFMetaGraphDef {
        switch graph {
        case nil:
            throw .metaGraphMissing(file: metaGraphURL.path, others: otherMetaGraphs())
        case .metaGraph(let url):
            return try Self.readMetaGraph(at: url)
        case .savedModel(let url):
            let model = try Self.readMessage(at: url) { bytes throws(WireError) in
                try TFSavedModel(decoding: bytes)
            }
            let graphs = model.metaGraphs
            let serving = graphs.filter { $0.metaInfoDef.tags.contains("serve") }
            guard let chosen = serving.first ?? graphs.first,
                serving.count == 1 || graphs.count == 1
            else {
                throw .damagedMetaGraph(
                    file: url.path,
                    reason: "it holds \(graphs.count) graphs, \(serving.count) with the tag 'serve'"
                )
            }
            return try Self.nonEmpty(chosen, file: url.path)
        }
    }

    /// Reads a `.meta` file.
    ///
    /// - Throws: `CheckpointError.damagedMetaGraph` if it is cut short or something else, or
    ///   `.unreadable`.
    public static func readMetaGraph(at url: URL) throws(CheckpointError) -> TFMetaGraphDef {
        let graph = try readMessage(at: url) { bytes throws(WireError) in
            try TFMetaGraphDef(decoding: bytes)
        }
        return try nonEmpty(graph, file: url.path)
    }

    private static func readMessage<Message>(
        at url: URL, _ decode: ([UInt8]) throws(WireError) -> Message
    ) throws(CheckpointError) -> Message {
        let bytes = try ReadOnlyFile.contents(of: url.path, limit: messageByteLimit)
        do throws(WireError) {
            return try decode(bytes)
        } catch {
            throw .damagedMetaGraph(file: url.path, reason: "\(error)")
        }
    }

    /// Random bytes may well decode, as fields that are not known; nodes they don't have.
    private static func nonEmpty(
        _ graph: TFMetaGraphDef, file: String
    ) throws(CheckpointError) -> TFMetaGraphDef {
        guard !graph.graphDef.node.isEmpty else {
            throw .damagedMetaGraph(file: file, reason: "it has no nodes")
        }
        return graph
    }

    private func otherMetaGraphs() -> [String] {
        let folder = prefix.deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".meta") }.sorted()
    }
}
