import HTTPTypes
import Tensors

/// The form an answer has: the one the request came in, or the one it accepts.
enum PredictionForm: Hashable, Sendable {
    /// `{"predictions": …}`, TensorFlow Serving's row form.
    case rows
    /// `{"outputs": …}`, TensorFlow Serving's column form.
    case columns
    /// The Open Inference Protocol's `{"model_name": …, "outputs": […]}`; the id is the request's,
    /// the outputs are those it names, all if it names none.
    case openInference(id: String?, outputs: [String])
    /// The first output as a `.npy` file.
    case npy
    /// The elements of the first output, little-endian and row-major.
    case elements

    /// The format of the body this form has.
    var format: BodyFormat {
        switch self {
        case .rows, .columns, .openInference: .json
        case .npy: .npy
        case .elements: .elements
        }
    }

    /// This form, or the plain form of that format where it is another.
    func answering(in format: BodyFormat) -> PredictionForm {
        guard format != self.format else { return self }
        return switch format {
        case .json: .rows
        case .npy: .npy
        case .elements: .elements
        }
    }
}

/// What a request's body says: one tensor for each input of the signature, and how to answer.
struct PredictionRequest: Sendable {
    var inputs: [Tensor]
    var form: PredictionForm
}
