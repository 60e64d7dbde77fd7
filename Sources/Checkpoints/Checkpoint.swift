import Foundation
import Tensors
import Wire

/// A TensorFlow checkpoint, open for reading: the trained values of variables by name.
///
/// Opening reads the index, opens the data files and checks that they are long enough; values are
/// read when asked for, or mapped into memory by `verified()`. The files stay open, so that a trainer may meanwhile delete or replace them.
/// Any thread may read.
public struct Checkpoint: Sendable {
    /// Where the checkpoint lies.
    public let location: CheckpointLocation
    /// All variables, in ascending order of the bytes of their names.
    public let variables: [CheckpointVariable]

    /// The data files that exist, by number; every variable's is there.
    let shards: [Int: ReadOnlyFile]
    /// The data files in memory, all bytes checked; none before `verified()`.
    var mappings: [Int: MappedFile] = [:]

    /// Opens the checkpoint at `location`.
    ///
    /// - Throws: `CheckpointError` if a file is missing, unreadable, damaged or cut short.
    public init(at location: CheckpointLocation) throws(CheckpointError) {
        let index = try BundleIndex(path: location.indexURL.path)
        self.location = location
        variables = index.variables

        var shards: [Int: ReadOnlyFile] = [:]
        for variable in index.variables {
            for part in variable.parts {
                let file: ReadOnlyFile
                if let opened = shards[part.shard] {
                    file = opened
                } else {
                    file = try Self.open(part.shard, of: index, variable, location)
                    shards[part.shard] = file
                }
                guard part.end <= file.byteCount else {
                    throw .truncatedData(
                        variable: variable.name, file: file.path, neededByteCount: part.end,
                        byteCount: file.byteCount)
                }
            }
        }
        self.shards = shards
    }

    /// The names of all variables, in ascending order of their bytes.
    public var variableNames: [String] { variables.map(\.name) }

    /// What the index says of a variable, or nil if the checkpoint does not hold it.
    public func variable(named name: String) -> CheckpointVariable? {
        // By bytes, as TensorFlow does: a dictionary would take two spellings of one Unicode text,
        // which a checkpoint may well hold both, for the same.
        var range = variables.indices
        while let middle = range.middle {
            if variables[middle].name.utf8.lexicographicallyPrecedes(name.utf8) {
                range = middle + 1..<range.upperBound
            } else if name.utf8.lexicographicallyPrecedes(variables[middle].name.utf8) {
                range = range.lowerBound..<middle
            } else {
                return variables[middle]
            }
        }
        return nil
    }

    private static func open(
        _ shard: Int, of index: BundleIndex, _ variable: CheckpointVariable,
        _ location: CheckpointLocation
    ) throws(CheckpointError) -> ReadOnlyFile {
        let path = location.dataURL(shard: shard, of: index.shardCount).path
        do throws(CheckpointError) {
            return try ReadOnlyFile(path: path)
        } catch {
            guard case .unreadable(let file, let reason) = error else { throw error }
            throw .missingShard(variable: variable.name, file: file, reason: reason)
        }
    }
}

extension Range<Int> {
    fileprivate var middle: Int? { isEmpty ? nil : lowerBound + count / 2 }
}
