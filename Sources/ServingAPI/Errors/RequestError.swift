import Serving
import Tensors

/// Why a request has no other answer than an error.
///
/// Byte offsets count from the start of the body; paths name a value as `instances[3].images[0]`.
enum RequestError: Error, Hashable {
    /// No resource has this path.
    case notFound(path: String)
    /// The resource has other methods only.
    case methodNotAllowed(method: String, allowed: [String])
    /// A body in a form that the resource does not read; nil when none was named.
    case unsupportedMediaType(String, accepted: [String])
    /// A body that is compressed or otherwise encoded.
    case unsupportedContentEncoding(String)
    /// A compressed body that can't be decompressed.
    case compression(String)
    /// A compressed body that would become longer than `limit` bytes.
    case decompressed(limit: Int, compressed: Int)
    /// A body that the reader trapped at, by a fault of its own.
    case readerTrapped(signal: Int32)
    /// Requests in flight hold all the memory they may.
    case outOfMemory
    /// The client accepts none of the forms that the answer can have.
    case notAcceptable(String, offered: [String])
    /// A header field with a value that can't be understood.
    case headerField(name: String, value: String, expected: String)

    /// The body is not JSON, or not the JSON that is expected there; no byte was found at its end.
    case json(offset: Int, expected: String, found: UInt8?)
    /// A list that is longer or shorter than those before it in the same tensor.
    case ragged(offset: Int, path: String, expected: Int, given: Int)
    /// A key that stands twice in an object.
    case duplicateKey(String, offset: Int)
    /// A key that is not there.
    case missingKey(String, in: String)
    /// Both `instances` and `inputs`.
    case severalForms
    /// A body that is not a `.npy` file, or one with elements that tensors don't have.
    case npy(NpyError)
    /// A body of raw elements that is not a whole number of rows.
    case partialRow(bytes: Int, rowBytes: Int, row: String)
    /// A form that holds one tensor, for a model that takes several.
    case severalInputs(form: String, names: [String])
    /// Raw elements for an input whose rows have no fixed size.
    case openRows(input: String, expected: [Int?])

    /// An input that the model does not have.
    case unknownInput(String, known: [String])
    /// An input that the request does not give.
    case missingInput(String)
    /// An output that the model does not have.
    case unknownOutput(String, known: [String])
    /// A tensor of another shape than the model takes.
    case shape(input: String, expected: [Int?], given: [Int])
    /// Another element type than the model takes.
    case elementType(input: String, expected: String, given: String)
    /// An element that does not fit the element type the model takes.
    case conversion(input: String, TensorConversionError)
    /// More or fewer values than the stated shape has.
    case valueCount(input: String, shape: [Int], given: [Int])
    /// Inputs that disagree in the number of rows.
    case rowCounts([String: Int])
    /// No rows at all.
    case noRows(input: String)

    /// The model refused or failed.
    case prediction(PredictionError)
}
