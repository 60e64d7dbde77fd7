import Foundation

/// Where a checkpoint's files lie: they share a path's beginning, the prefix.
public struct CheckpointLocation: Hashable, Sendable {
    /// What all the checkpoint's files start with, such as `/models/digits/model.ckpt-840`.
    public let prefix: URL
    /// The graph that was saved with the checkpoint, if there is one.
    public let graph: GraphFile?

    /// A file that holds the graph whose variables a checkpoint gives values to.
    public enum GraphFile: Hashable, Sendable {
        /// A `.meta` file, one serialized `MetaGraphDef`.
        case metaGraph(URL)
        /// A SavedModel's `saved_model.pb`, one `MetaGraphDef` for each set of tags.
        case savedModel(URL)
    }

    /// The location with the prefix and, if it exists, the `.meta` file beside the index.
    public init(prefix: URL) {
        let meta = Self.file(prefix, ".meta")
        let isThere = FileStatus(path: meta.path).map { !$0.isDirectory } ?? false
        self.init(prefix: prefix, graph: isThere ? .metaGraph(meta) : nil)
    }

    /// The location with the prefix and a graph that may lie elsewhere.
    public init(prefix: URL, graph: GraphFile?) {
        self.prefix = prefix
        self.graph = graph
    }

    /// The table of variables, `PREFIX.index`.
    public var indexURL: URL { Self.file(prefix, ".index") }

    /// Where the Saver writes the graph, `PREFIX.meta`, whether it is there or not.
    public var metaGraphURL: URL { Self.file(prefix, ".meta") }

    /// The data file with the number `shard` of `count`, `PREFIX.data-00000-of-00001`.
    public func dataURL(shard: Int, of count: Int) -> URL {
        Self.file(prefix, ".data-\(Self.fiveDigits(shard))-of-\(Self.fiveDigits(count))")
    }

    private static func file(_ prefix: URL, _ suffix: String) -> URL {
        URL(fileURLWithPath: prefix.path + suffix)
    }

    private static func fiveDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
