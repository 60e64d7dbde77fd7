import Tensors

/// Why a model can't be served.
public enum ServingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An input's or output's first dimension is not the batch, so requests can't share it.
    case notBatched(Role, name: String, dimensions: [Int?])
    /// The model has no input or no output.
    case nothing(Role)
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
        case .notBatched(let role, let name, let dimensions):
            "\(role.rawValue) '\(name)' has the shape \(Self.text(of: dimensions)), whose first "
                + "dimension is not the batch, so the rows of several requests can't share it; "
                + "choose another with --\(role.rawValue)-node"
        case .nothing(let role):
            "the model has no \(role.rawValue); name one with --\(role.rawValue)-node"
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

    private static func text(of dimensions: [Int?]) -> String {
        "[" + dimensions.map { $0.map(String.init) ?? "N" }.joined(separator: ", ") + "]"
    }
}
