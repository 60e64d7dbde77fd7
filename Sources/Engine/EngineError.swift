import Graph
import Tensors

/// Why a model can't be compiled or run.
public enum EngineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An operation can't take the tensors it was given. The node is empty where there is none.
    case invalidOperation(node: String, operation: String, reason: String)
    /// A run was given another number of tensors than the model has inputs.
    case inputCount(expected: Int, given: Int)
    /// A tensor does not fit the input it was given for.
    case inputMismatch(name: String, expected: ValueType, given: ValueType)
    /// Two inputs say different batch sizes.
    case inconsistentBatch(name: String, expected: Int, given: Int)
    /// An input has no rows.
    case emptyBatch(name: String)
    /// An integer is divided by zero. The node is empty where there is none.
    case divisionByZero(node: String, operation: String)
    /// A node's value is larger than the machine's memory.
    case tooLarge(node: String, type: ValueType, batchSize: Int)
    /// A kernel library refused a call. `status` is the library's own name for the reason.
    case kernelFailed(kernel: String, node: String, status: String)
    /// A kernel library does not start.
    case kernelLibraryUnavailable(library: String, status: String)
    /// A precision needs what this machine or this build lacks.
    case unsupportedPrecision(Precision, missing: String, found: String)
    /// An executor was asked for with no threads, or with more than a machine can have.
    case invalidThreadCount(Int)

    /// A sentence for people.
    public var description: String {
        switch self {
        case .invalidOperation(let node, let operation, let reason):
            "\(Self.place(node, operation)): \(reason)"
        case .inputCount(let expected, let given):
            "the model takes \(expected) inputs, given \(given)"
        case .inputMismatch(let name, let expected, let given):
            "input '\(name)' must be \(expected), given \(given)"
        case .inconsistentBatch(let name, let expected, let given):
            "input '\(name)' has a batch of \(given) rows, the inputs before it have \(expected)"
        case .emptyBatch(let name):
            "input '\(name)' has no rows; give at least one"
        case .divisionByZero(let node, let operation):
            "\(Self.place(node, operation)): an integer is divided by zero"
        case .tooLarge(let node, let type, let batchSize):
            "node '\(node)': \(type) for a batch of \(batchSize) rows does not fit in memory; "
                + "give smaller batches"
        case .kernelFailed(let kernel, let node, let status):
            "node '\(node)': the kernel library can't run \(kernel): \(status)"
        case .kernelLibraryUnavailable(let library, let status):
            "\(library) does not start: \(status)"
        case .unsupportedPrecision(let precision, let missing, let found):
            "precision \(precision.rawValue) takes \(missing), which is not here: there is \(found); "
                + "use precision \(Precision.float32.rawValue)"
        case .invalidThreadCount(let count):
            "an executor can't have \(count) threads; give 1 to 1024"
        }
    }

    private static func place(_ node: String, _ operation: String) -> String {
        node.isEmpty ? operation : "node '\(node)' (\(operation))"
    }

    /// The same error of an operation that is a node's.
    func at(node: String) -> EngineError {
        switch self {
        case .invalidOperation(_, let operation, let reason):
            .invalidOperation(node: node, operation: operation, reason: reason)
        case .divisionByZero(_, let operation): .divisionByZero(node: node, operation: operation)
        default: self
        }
    }
}
