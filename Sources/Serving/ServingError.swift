import Graph
import Tensors

/// Why a model can't be served, or rows can't be run.
public enum ServingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An audit found what keeps the model from giving right answers.
    case refused([Finding])
    /// The batch is not an input's or output's first dimension alone, so requests can't share it.
    case notBatched(Role, name: String, type: String)
    /// Nodes compute with several rows at once, so that an answer would depend on its neighbours.
    case rowsMixed(nodes: [String])
    /// The model has no input or no output.
    case nothing(Role)
    /// Another number of tensors than the model has inputs.
    case inputCount(expected: Int, given: Int)
    /// A tensor is not what an input takes.
    case unfitInput(name: String, expected: String, given: String)
    /// The engine gave another number of rows than it was given.
    case rowCountChanged(rows: Int, shape: Shape)
    /// The engine gave another number of outputs than the signature has.
    case outputCountChanged(expected: Int, given: Int)
    /// The engine could not be made, or failed on rows of zeros.
    case warmUpFailed(String)
    /// The model is not `loading`, so it can't be started.
    case startedBefore(ModelState)
    /// The embedded model does not lie where the program looks for it.
    case noEmbeddedModel(path: String)

    /// Which side of a model an error is about.
    public enum Role: String, Sendable {
        /// What a request gives.
        case input
        /// What an answer holds.
        case output
    }

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .refused(let findings):
            "the model can't be served as it is:\n\(findings.text)"
        case .notBatched(let role, let name, let type):
            "\(role.rawValue) '\(name)' is \(type): the batch N must be its first dimension and no "
                + "other, or the rows of several requests can't share it; choose another with "
                + "--\(role.rawValue)-node"
        case .rowsMixed(let nodes):
            "the answer for a row would depend on the other rows of its batch, because of "
                + nodes.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
                + (nodes.count > 5 ? " and \(nodes.count - 5) more" : "")
                + "; choose an output before them with --output-node"
        case .nothing(let role):
            "the model has no \(role.rawValue); name one with --\(role.rawValue)-node"
        case .inputCount(let expected, let given):
            "the model takes \(expected) inputs, not \(given)"
        case .unfitInput(let name, let expected, let given):
            "input '\(name)' takes \(expected) of at least one row, as many as every other input; "
                + "given was \(given)"
        case .rowCountChanged(let rows, let shape):
            "the engine was given \(rows) rows and gave an output of shape \(shape)"
        case .outputCountChanged(let expected, let given):
            "the engine gave \(given) outputs where the model has \(expected)"
        case .warmUpFailed(let reason):
            "the model does not run: \(reason)"
        case .startedBefore(let state):
            "the model is \(state.rawValue) and can't be started again"
        case .noEmbeddedModel(let path):
            "the embedded model is not at \(path); give a model with --model, or install "
                + "steady_Serving.resources beside the program"
        }
    }
}
