import Tensors
import Wire

/// The `.index` file of a checkpoint: a table from variables' names to where their bytes lie.
///
/// Source: tensorflow/core/util/tensor_bundle/tensor_bundle.cc.
struct BundleIndex {
    /// The number of data files.
    let shardCount: Int
    /// All variables, in ascending order of the bytes of their names.
    let variables: [CheckpointVariable]

    /// More than this is no index of variables.
    private static let byteLimit = 1 << 30
    /// The version of the format that this reads, `kTensorBundleVersion`.
    private static let version: Int32 = 1
    /// As many as the five digits in a data file's name can count.
    private static let shardLimit: Int32 = 99_999

    /// Reads the file at `path` whole.
    ///
    /// - Throws: `CheckpointError`, with the file's path, if any byte of it is damaged.
    init(path: String) throws(CheckpointError) {
        let bytes = try ReadOnlyFile.contents(of: path, limit: Self.byteLimit)
        let header: TFBundleHeaderProto
        var named: [(name: String, entry: TFBundleEntryProto)] = []
        var slices: [[UInt8]: TFBundleEntryProto] = [:]
        do throws(WireError) {
            let entries = try Table(bytes).entries
            guard let first = entries.first, first.key.isEmpty else {
                throw .malformed(part: "table", offset: 0, reason: "it has no header entry")
            }
            header = try TFBundleHeaderProto(decoding: Array(first.value))
            for entry in entries.dropFirst() {
                let message = try TFBundleEntryProto(decoding: Array(entry.value))
                if SliceKey.isSlice(entry.key) {
                    slices[entry.key] = message
                } else if let name = String(validating: entry.key, as: UTF8.self) {
                    named.append((name, message))
                } else {
                    throw .malformed(part: "table", offset: 0, reason: "a name is not UTF-8")
                }
            }
        } catch {
            throw .damagedIndex(file: path, error)
        }
        try Self.check(header, path: path)
        shardCount = Int(header.numShards)

        var variables: [CheckpointVariable] = []
        variables.reserveCapacity(named.count)
        for (name, entry) in named {
            let decoder = BundleEntryDecoder(name: name, file: path, shardCount: shardCount)
            variables.append(
                try decoder.variable(entry) { slices.removeValue(forKey: $0) })
        }
        guard slices.isEmpty else {
            throw .unsupportedIndex(
                file: path, reason: "\(slices.count) parts belong to no partitioned variable")
        }
        self.variables = variables
    }

    private static func check(
        _ header: TFBundleHeaderProto, path: String
    ) throws(CheckpointError) {
        guard header.endianness == .little else {
            throw .unsupportedIndex(file: path, reason: "its data is big-endian")
        }
        guard header.version.minConsumer <= version, !header.version.badConsumers.contains(version)
        else {
            throw .unsupportedIndex(
                file: path,
                reason: "it asks for a reader of version \(header.version.minConsumer) or later, "
                    + "this one has version \(version)")
        }
        guard (1...shardLimit).contains(header.numShards) else {
            throw .unsupportedIndex(file: path, reason: "it names \(header.numShards) data files")
        }
    }
}
