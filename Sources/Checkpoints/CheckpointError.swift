import Wire

/// Why a checkpoint, or the graph beside it, can't be read or written.
///
/// `file` is always the path of the file to look at.
public enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing at `path` leads to a checkpoint; `lookedFor` says what was tried, in order.
    case notFound(path: String, lookedFor: [String])
    /// The operating system refused to open or read the file.
    case unreadable(file: String, reason: String)
    /// A checkpoint in TensorFlow's first format, a single file.
    case versionOne(file: String)
    /// The `checkpoint` state file can't be understood.
    case malformedState(file: String, reason: String)
    /// Bytes of the `.index` file are not what was written.
    case damagedIndex(file: String, WireError)
    /// The `.index` file is whole, but says what no supported writer says.
    case unsupportedIndex(file: String, reason: String)
    /// An entry of the `.index` file contradicts itself or another.
    case inconsistentEntry(variable: String, file: String, reason: String)
    /// The data file that holds the variable can't be opened.
    case missingShard(variable: String, file: String, reason: String)
    /// The data file ends before the variable does.
    case truncatedData(variable: String, file: String, neededByteCount: Int, byteCount: Int)
    /// The variable's bytes, which start at `offset` of the file, are not the ones that were written;
    /// the error's own offset counts from there.
    case damagedData(variable: String, file: String, offset: Int, WireError)
    /// Bytes that belong to no variable and are not the zeros of padding; `variable` precedes them,
    /// unless they start the file.
    case strayData(variable: String?, file: String, offset: Int)
    /// The checkpoint holds no variable of that name; `similar` are names that look like it.
    case unknownVariable(name: String, file: String, similar: [String])
    /// The variable's elements are of a type that tensors can't have.
    case unsupportedType(variable: String, file: String, type: String)
    /// The constant's message does not describe a tensor.
    case malformedTensor(reason: String)
    /// The checkpoint has no graph beside it; `others` are graphs in the same folder.
    case metaGraphMissing(file: String, others: [String])
    /// The file is not the graph it should be.
    case damagedMetaGraph(file: String, reason: String)
    /// The operating system refused to create, write, rename or delete the file.
    case unwritable(file: String, reason: String)
    /// A checkpoint is there already; it is never overwritten.
    case alreadyExists(file: String)
    /// Someone else is writing a checkpoint to the folder.
    case folderInUse(folder: String)
    /// A checkpoint can't hold a variable of that name.
    case invalidVariableName(name: String, file: String, reason: String)
    /// The variable was to be written after one that must come later, or that has the same name.
    case variableOutOfOrder(name: String, after: String, file: String)
}

extension CheckpointError {
    /// What is wrong, where, and what helps.
    public var description: String {
        switch self {
        case .notFound(let path, let lookedFor):
            "no checkpoint at \(path); looked for: " + lookedFor.joined(separator: ", ")
        case .unreadable(let file, let reason):
            "\(file) can't be read: \(reason)"
        case .versionOne(let file):
            "\(file) is a checkpoint in TensorFlow's first format (a single file), which is not "
                + "supported; restore it in TensorFlow and save it again with "
                + "tf.compat.v1.train.Saver(write_version=tf.compat.v1.train.SaverDef.V2)"
        case .malformedState(let file, let reason):
            "\(file) is no checkpoint state file: \(reason); give the checkpoint's prefix instead"
        case .damagedIndex(let file, let error):
            "\(file) is damaged or no checkpoint index: \(error); \(Self.restoreHint)"
        case .unsupportedIndex(let file, let reason):
            "\(file) can't be read: \(reason)"
        case .inconsistentEntry(let variable, let file, let reason):
            "\(file): the entry of variable '\(variable)' is inconsistent: \(reason)"
        case .missingShard(let variable, let file, let reason):
            "\(file), which holds variable '\(variable)', can't be read: \(reason); "
                + "all of a checkpoint's data files must lie beside its index"
        case .truncatedData(let variable, let file, let needed, let byteCount):
            "\(file) is cut short: variable '\(variable)' ends at byte \(needed), the file at "
                + "\(byteCount); \(Self.restoreHint)"
        case .damagedData(let variable, let file, let offset, let error):
            "\(file) is damaged: variable '\(variable)', stored at byte \(offset): \(error); "
                + Self.restoreHint
        case .strayData(let variable, let file, let offset):
            "\(file) is damaged or not of this index: byte \(offset), "
                + (variable.map { "after variable '\($0)', " } ?? "")
                + "belongs to no variable and is not zero; \(Self.restoreHint)"
        case .unknownVariable(let name, let file, let similar):
            "\(file) holds no variable '\(name)'"
                + (similar.isEmpty
                    ? "" : "; it does hold " + similar.map { "'\($0)'" }.joined(separator: ", "))
        case .unsupportedType(let variable, let file, let type):
            "\(file): variable '\(variable)' has elements of type \(type), which are not numbers "
                + "that tensors hold"
        case .malformedTensor(let reason):
            "malformed constant: \(reason)"
        case .metaGraphMissing(let file, let others):
            "there is no \(file), the graph that TensorFlow's Saver writes beside a checkpoint"
                + (others.isEmpty ? "" : "; in the same folder: " + others.joined(separator: ", "))
                + "; save with write_meta_graph=True, or copy the graph there"
        case .damagedMetaGraph(let file, let reason):
            "\(file) is no readable graph: \(reason); \(Self.restoreHint)"
        case .unwritable(let file, let reason):
            "\(file) can't be written: \(reason)"
        case .alreadyExists(let file):
            "\(file) exists already and is not overwritten, since no crash may leave half of each; "
                + "write to another name, or delete that checkpoint before"
        case .folderInUse(let folder):
            "another checkpoint is being written to \(folder); try again when that is done"
        case .invalidVariableName(let name, let file, let reason):
            "\(file) can't hold a variable '\(name)': \(reason)"
        case .variableOutOfOrder(let name, let previous, let file):
            name == previous
                ? "\(file): the variable '\(name)' was written already"
                : "\(file): the variable '\(name)' must be written before '\(previous)': names "
                    + "ascend, compared by their UTF-8 bytes"
        }
    }

    private static let restoreHint =
        "copy it again from where it was saved, or use another checkpoint"
}
