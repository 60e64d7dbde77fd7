import Tensors

/// A form in which a client asks for predictions of one tensor, for what measures servers.
public enum RequestForm: String, Sendable, CaseIterable {
    /// `{"instances": [row, …]}`, TensorFlow Serving's row form.
    case rows = "json"
    /// A `.npy` file.
    case npy
    /// The elements, little-endian and row-major.
    case elements = "binary"
    /// The Open Inference Protocol's JSON.
    case inference
    /// The Open Inference Protocol with the elements behind the JSON, its binary data extension.
    case inferenceBinary = "inference-binary"

    /// A request's fields and body.
    ///
    /// - Parameters:
    ///   - rows: The rows to ask about, of any element type.
    ///   - input: The name of the model's input, which only the Open Inference Protocol gives.
    /// - Throws: `NpyError.unwritable` for a type that NumPy has no name for.
    public func request(
        for rows: Tensor, input: String
    ) throws(NpyError) -> (fields: [(name: String, value: String)], body: [UInt8]) {
        switch self {
        case .rows:
            return ([("Content-Type", "application/json")], TensorJSON.body(of: rows))
        case .npy: return ([("Content-Type", "application/x-npy")], try rows.npyBytes())
        case .elements:
            return (
                [("Content-Type", "application/octet-stream")], rows.withUnsafeBytes { Array($0) }
            )
        case .inference:
            let json = Self.inference(of: rows, input: input) { json in
                json.write(#""data":"#)
                json.write(rows.reshaped(to: [rows.elementCount]))
            }
            return ([("Content-Type", "application/json")], json + Array("}".utf8))
        case .inferenceBinary:
            var json = Self.inference(of: rows, input: input) { json in
                json.write(#""parameters":{"binary_data_size":"#)
                json.write(rows.byteCount)
                json.write("}")
            }
            json += #","parameters":{"binary_data_output":true}}"#.utf8
            return (
                [
                    ("Content-Type", "application/octet-stream"),
                    ("Inference-Header-Content-Length", "\(json.count)"),
                ], rows.withUnsafeBytes { json + Array($0) }
            )
        }
    }

    /// An inference request but for its closing brace; the closure writes what tells the data.
    private static func inference(
        of rows: Tensor, input: String, _ data: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var json = JSONWriter()
        json.write(#"{"inputs":[{"name":"#)
        json.write(string: input)
        json.write(#","datatype":"#)
        json.write(string: rows.elementType.openInferenceName)
        json.write(#","shape":"#)
        json.writeList(rows.shape.dimensions) { json, extent in json.write(extent) }
        json.write(",")
        data(&json)
        json.write("}]")
        return json.text
    }
}
